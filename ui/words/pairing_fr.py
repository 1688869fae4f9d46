"""French sentences of the spoken code, of one's own computers and of the QR code. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

PAIRING: dict[str, Sentence] = {
    "code_shown": "Dites ce code à la personne que vous invitez :",
    "code_shown_device": "Tapez ce code sur votre autre ordinateur :",
    "code_minutes": "Il sert une seule fois, pendant {minutes}\u00a0minutes. Laissez ceci ouvert jusque-là.",
    "code_address": "Si l'autre ordinateur ne trouve pas celui-ci : --peer {endpoint}",
    "code_came_in": "{name} est dans la cellule.",
    "code_device_in": "Votre autre ordinateur est dans la cellule.",
    "device_joined": "Cet ordinateur est le vôtre aussi, et il est à jour.",
    "device_here": "cet ordinateur",
    "device_entries": Plural("{number} nouveauté", "{number} nouveautés"),
    "device_revoked": "L'ordinateur {device} n'écrit plus pour vous. Ce qu'il avait écrit reste.",
}

PAIRING_FAULTS: dict[str, Sentence] = {
    "code_shape": "Un code est un chiffre et deux mots, comme 7-cerise-tambour. Rien n'a été fait. "
    "Écrivez-le en entier : quatre lettres de chaque mot suffisent, sans accents.",
    "code_word": "« {word} » n'est pas un mot de code. Rien n'a été fait, et le code vaut toujours. "
    "Vérifiez ce mot avec la personne qui vous invite.",
    "code_refused": "Ce code n'est plus valable. Rien n'est perdu. "
    "Demandez-en un nouveau à la personne qui vous invite.",
    "code_nobody": "Aucun ordinateur de la salle ne montre un code qui commence par {number}. Rien n'est perdu. "
    "Vérifiez ce chiffre, et que les deux ordinateurs sont sur le même Wi-Fi, puis réessayez.",
    "code_for_device": "Ce code ajoute un ordinateur à une personne qui est déjà dans la cellule. Rien n'a été fait. "
    "Demandez un code d'invitation, ou utilisez idos-p2p device join si cette personne, c'est vous.",
    "code_for_person": "Ce code invite une nouvelle personne. Rien n'a été fait. "
    "Sur votre autre ordinateur, demandez un code avec idos-p2p device add.",
    "code_wrong": "Un autre code que celui-ci a été dit : il ne vaut plus rien. Personne n'est entré. "
    "Faites-en un nouveau, et lisez-le lentement.",
    "code_ended": "Aucun code n'est montré : il a servi, ou ses dix minutes sont passées. "
    "Personne d'autre n'est entré. Faites-en un nouveau si quelqu'un attend encore.",
    "code_replaced": "Un autre code a pris la place de celui-ci. Rien n'est perdu. Donnez le nouveau.",
    "code_gone": "Le code n'était plus montré quand on l'a dit.",
    "pairing_malformed": "L'autre ordinateur n'a pas dit le code comme il le faut.",
    "pairing_stopped": "Trois codes faux de suite : cet ordinateur n'en montre plus. Personne n'est entré. "
    "Regardez qui est dans la salle, puis permettez-le de nouveau (--allow-again), ou donnez un lien.",
    "join_old": "Ce qui est arrivé est plus ancien que votre invitation. Rien n'a été écrit en votre nom. "
    "Recommencez auprès de la personne qui vous invite.",
    "devices_most": "Vous avez déjà {most} ordinateurs dans la cellule, et c'est le plus possible. Rien n'a changé. "
    "Retirez-en un qui ne sert plus, puis réessayez.",
    "device_unknown": "Aucun de vos ordinateurs n'a un numéro qui commence par « {prefix} ». Rien n'a changé. "
    "Regardez lesquels vous avez avec idos-p2p device list.",
    "device_ambiguous": "Plusieurs de vos ordinateurs ont un numéro qui commence par « {prefix} ». Rien n'a changé. "
    "Écrivez-en davantage.",
    "device_is_this": "C'est l'ordinateur sur lequel vous êtes. Rien n'a changé. "
    "Pour le retirer, faites-le depuis un autre de vos ordinateurs.",
}
