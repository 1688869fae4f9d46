"""French sentences of belonging: coming in, Membres, inviting, the charter. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_FIRST_RUN: dict[str, Sentence] = {
    "first_device": "C'est mon deuxième ordinateur",
    "first_device_why": "Vous êtes déjà dans une cellule, sur un autre ordinateur.",
    "first_code": "Le code que montre votre autre ordinateur",
    "first_code_why": "Sur l'autre ordinateur : Membres, Ma place, Ajouter un ordinateur. "
    "Gardez les deux ordinateurs sur le même Wi-Fi.",
    "first_code_hint": "7-cerise-tambour",
    "first_needs_code": "Écrivez ici le code que montre votre autre ordinateur.",
    "first_device_do": "Ajouter cet ordinateur",
    "first_offers": "Codes possibles",
    "first_working_device": "Recherche de votre autre ordinateur dans la salle…",
    "first_code_for_device": "Ce code ajoute un ordinateur à une personne qui est déjà dans la cellule. Rien n'a été "
    "fait. Demandez un code d'invitation ; ou, si cette personne c'est vous, revenez en arrière et choisissez "
    "« C'est mon deuxième ordinateur ».",
    "first_code_for_person": "Ce code invite une nouvelle personne. Rien n'a été fait. Sur votre autre ordinateur, "
    "ouvrez Membres, Ma place, Ajouter un ordinateur ; ou revenez en arrière et choisissez « Rejoindre une cellule ».",
}

_MEMBERS: dict[str, Sentence] = {
    "nav_members": "Membres",
    "members_lead": "Les personnes de la cellule, et ce qui le prouve.",
    "members_label": "Personnes de la cellule",
    "members_search": "Chercher une personne",
    "members_invite": "Inviter",
    "members_place": "Ma place",
    "members_charter": "La charte",
    "members_you": "vous",
    "members_group_guest": "Personnes invitées, à confirmer",
    "members_group_member": "Membres",
    "members_group_gone": "Personnes parties",
    "members_gone_show": Plural("Montrer {count} personne partie", "Montrer {count} personnes parties"),
    "members_gone_hide": Plural("Cacher {count} personne partie", "Cacher {count} personnes parties"),
    "members_standing": "{parts}",
    "members_is_confirmed": "Personne confirmée",
    "members_is_resting": "Se repose : on ne lui demande pas de réponse",
    "members_is_guest": "Personne invitée : lit et écrit, pas encore de voix",
    "members_is_excluded": "Ne fait plus partie de la cellule, par décision",
    "members_is_left": "A quitté la cellule",
    "members_seat_concerned": "parmi les personnes concernées",
    "members_seat_carrying": "parmi les personnes qui portent",
    "members_devices": Plural("{count} ordinateur", "{count} ordinateurs"),
    "members_deviceless": "sans ordinateur",
    "members_chip_confirm": "à confirmer",
    "members_fact": "{fact}, par {who}, {day}",
    "members_fact_own": "{fact}, {day}",
    "member_why": "Ce qui le prouve",
    "member_story": "Voir son histoire",
    "member_confirm": "Proposer de confirmer",
    "member_recover": "Faire revenir sur un autre ordinateur…",
    "member_confirm_why": "Une personne invitée lit et écrit. Pour qu'elle ait une voix, les membres "
    "décident ensemble.",
}

_PLACE: dict[str, Sentence] = {
    "place_title": "Ma place",
    "place_devices": "Mes ordinateurs",
    "own_here": "Cet ordinateur",
    "own_other": "Ordinateur {number}",
    "own_entries": Plural("{count} note écrite", "{count} notes écrites"),
    "device_add": "Ajouter un ordinateur",
    "device_remove": "Retirer",
    "device_remove_spoken": "Retirer : {name}",
    "device_remove_title": "Retirer cet ordinateur ?",
    "device_remove_why": "{name} n'écrira plus pour vous, et les autres ne le rencontreront plus. "
    "Ce qu'il avait écrit reste. On ne peut pas revenir en arrière.",
    "device_remove_do": "Retirer l'ordinateur",
    "device_removed": "C'est fait : cet ordinateur n'écrit plus pour vous.",
    "device_add_title": "Ajouter un ordinateur à moi",
    "device_add_lead": "Sur l'autre ordinateur, lancez IDOS, puis choisissez « C'est mon deuxième ordinateur ».",
    "device_came": "C'est fait : votre autre ordinateur est dans la cellule.",
    "rest_head": "Me reposer",
    "rest_why": "Quand vous vous reposez, les décisions n'attendent plus votre réponse. Vous pouvez toujours tout lire "
    "et tout écrire, et revenir quand vous voulez.",
    "rest_do": "Me reposer",
    "resting_back": "Revenir",
    "resting_done": "C'est noté : les décisions n'attendent plus votre réponse.",
    "rest_back_done": "Bon retour : on vous demande de nouveau votre réponse.",
    "leave_head": "Quitter la cellule",
    "leave_open": "Quitter la cellule…",
    "leave_title": "Quitter la cellule ?",
    "leave_why": "C'est pour de bon, avec tous vos ordinateurs. Ce que cet ordinateur sait reste chez vous. "
    "Ce qui a été échangé reste chez les autres. Pour revenir, il faudra une nouvelle décision des membres.",
    "leave_take": "Emporter ce qui est à moi",
    "leave_take_why": "Dans un dossier que d'autres programmes savent lire.",
    "leave_folder": "Choisir le dossier…",
    "leave_folder_name": "IDOS - ce qui est à moi",
    "leave_folder_none": "Choisissez d'abord le dossier.",
    "leave_erase": "Effacer partout ce que moi seul pouvais écrire",
    "leave_keep": "Rester",
    "leave_do": "Quitter la cellule",
    "leave_done": "Vous avez quitté la cellule. Les autres l'apprendront à la prochaine rencontre.",
    "leave_exported": "Ce qui est à vous est dans {folder}.",
    "leave_erased": Plural("{count} fiche à vous est effacée.", "{count} fiches à vous sont effacées."),
}

_INVITING: dict[str, Sentence] = {
    "inviting_title": "Inviter quelqu'un",
    "inviting_lead": "La personne entre comme invitée : elle lit et elle écrit tout de suite.",
    "inviting_way": "Comment",
    "inviting_code": "Par un code",
    "inviting_link": "Par un lien",
    "inviting_none": "Sans ordinateur",
    "inviting_seat": "Sa place",
    "inviting_seat_concerned": "Personne concernée",
    "inviting_seat_carrying": "Personne qui porte",
    "inviting_seat_why": "Concernée : ce que fait la cellule est pour elle. Qui porte : elle le fait vivre.",
    "inviting_guest": "Il faut une voix dans la cellule pour inviter. Demandez à une personne confirmée.",
    "code_show": "Montrer un code",
    "code_why": "Pour quelqu'un qui est dans la même salle, sur le même Wi-Fi.",
    "code_label": "Le code à lire à voix haute",
    "code_read": "Lisez ce code à voix haute. Quatre lettres de chaque mot suffisent, sans accents.",
    "code_until": Plural(
        "Valable {count} minute, jusqu'à {time}, pour une seule personne.",
        "Valable {count} minutes, jusqu'à {time}, pour une seule personne.",
    ),
    "code_cancel": "Annuler le code",
    "code_again": "Montrer un autre code",
    "code_came": "{name} est dans la cellule.",
    "code_allow": "Permettre de nouveau",
    "code_stopped": "Trois codes faux de suite : cet ordinateur n'en montre plus. Personne n'est entré. "
    "Regardez qui est dans la salle, puis permettez-le de nouveau, ou donnez un lien.",
    "code_nowhere": "Cet ordinateur n'est relié à aucun réseau : personne ne peut entrer par ce code. "
    "Branchez-le au même Wi-Fi que l'autre, puis montrez un autre code.",
    "link_make": "Faire un lien",
    "link_why": "Un lien sert à une personne, pendant trente jours. Donnez-le de la main à la main si vous pouvez.",
    "link_label": "Lien d'invitation",
    "link_qr": "Le même lien, à photographier",
    "link_care": "Qui trouve ce lien peut entrer.",
    "admit_name": "Comment s'appelle cette personne ?",
    "admit_name_hint": "Prénom, et nom si vous voulez",
    "admit_why": "Elle fait partie de la cellule sans ordinateur. Elle dit ses réponses de vive voix, et deux "
    "personnes les notent.",
    "admit_do": "Faire entrer",
    "admit_needs": "Écrivez le nom de cette personne.",
    "admitting_done": "{name} fait partie de la cellule, comme personne invitée.",
}

_RECOVERING: dict[str, Sentence] = {
    "recovering_title": "Faire revenir {name}",
    "recovering_lead": "Son ordinateur est perdu, ou elle n'en avait pas. Elle vient d'entrer comme invitée, avec un "
    "autre. Les membres décident que cet ordinateur est le sien.",
    "recovering_guest": "Avec quel ordinateur est-elle revenue ?",
    "recovering_none": "Choisissez",
    "recovering_care": "Ce que son ancien ordinateur a écrit, et qui n'est pas encore ici, ne comptera pas. "
    "Faites-le en sa présence.",
    "recovering_needs": "Choisissez avec quel ordinateur la personne est revenue.",
    "recovering_do": "Proposer",
    "recovering_done": "La proposition est soumise. Quand elle est adoptée, l'ordinateur est le sien.",
}

_CHARTER: dict[str, Sentence] = {
    "charter_lead": "Ce que la cellule a décidé de dire à chaque personne qui arrive.",
    "charter_label": "Texte de la charte",
    "charter_do": "J'ai lu la charte",
    "charter_accepted": "J'ai lu la charte.",
    "charter_thanks": "C'est noté : vous avez lu la charte.",
    "charter_known": "Vous avez dit que vous l'avez lue.",
}

BELONGING: dict[str, Sentence] = {**_FIRST_RUN, **_MEMBERS, **_PLACE, **_INVITING, **_RECOVERING, **_CHARTER}
