"""French sentences of the self-test behind "someone does not appear?". Written as ``fr.py`` is.

Each cause (``sync/selftest/judge.py``) has its sentence, which says what to do where it is a fault;
``way_…`` is what helps at once.
"""

from __future__ import annotations

from ui.words.catalogue import Sentence

SELFTEST: dict[str, Sentence] = {
    "check_network": "Réseau",
    "check_kind": "Type de réseau",
    "check_hearing": "Écoute",
    "check_port": "Entrée",
    "check_firewall": "Pare-feu",
    "check_isolation": "Isolement",
    "check_vpn": "VPN",
    "check_clock": "Horloge",
    "outcome_ok": "bien",
    "outcome_fault": "à voir",
    "outcome_unknown": "on ne sait pas",
    "selftest_all_well": "Cet ordinateur est prêt à rencontrer les autres.",
    "selftest_found": "Voici ce qui empêche la rencontre :",
    "selftest_nobody": "Rien d'anormal n'a été trouvé ici, mais personne ne s'est montré pour le prouver.",
    "selftest_ways": "En attendant :",
    "selftest_near": "Autour de vous :",
    "near_sought": "On cherche à cette adresse.",
    "near_seen": "Se montre dans la salle.",
    "near_reachable": "Répond.",
    "near_trusted": "Les nouveautés passent.",
    "near_up_to_date": "À jour.",
    "way_hotspot": "Partagez la connexion d'un téléphone, et mettez tous les ordinateurs sur ce réseau.",
    "way_address": "Tapez l'adresse de l'autre ordinateur, ou dites-vous un code : cela marche sans se voir.",
    "way_usb": "Écrivez un fichier de rencontre sur une clé USB.",
    "network_none": "Cet ordinateur n'est sur aucun réseau. Branchez un câble ou choisissez le Wi-Fi de la salle.",
    "network_self_assigned": "Le réseau n'a pas donné d'adresse à cet ordinateur. Coupez le Wi-Fi, remettez-le, "
    "ou vérifiez le mot de passe du réseau.",
    "network_other": "L'ordinateur {endpoint} est sur un autre réseau que celui-ci. Mettez les deux sur le même.",
    "network_ok": "Cet ordinateur est sur un réseau ({address}).",
    "network_public": "Ce réseau est réglé sur « Public » : Windows cache cet ordinateur aux autres. "
    "Dans les réglages du réseau, choisissez « Privé ».",
    "kind_open": "Le réseau est réglé pour que les ordinateurs se voient.",
    "kind_unasked": "Ce système ne cache pas l'ordinateur selon le réseau.",
    "hearing_ok": "Des ordinateurs se montrent dans la salle ({count}).",
    "hearing_multicast": "Ce réseau ne laisse pas les ordinateurs se montrer : on ne se trouve pas tout seul, "
    "mais on se parle. Dans les réglages du Wi-Fi, cela s'appelle souvent « multicast ».",
    "hearing_nobody": "Aucun IDOS ne se montre dans la salle. Soit personne n'est là, soit ce réseau le cache.",
    "port_closed": "Cet ordinateur n'écoute pas : il ne laisse entrer personne en ce moment. Ouvrez IDOS normalement.",
    "port_ok": "Les autres entrent chez cet ordinateur (entrée {port}).",
    "port_blocked": "Les autres n'arrivent pas jusqu'à cet ordinateur (entrée {port}).",
    "port_unproved": "Personne n'a essayé d'entrer chez cet ordinateur (entrée {port}).",
    "firewall_here": "Le pare-feu de cet ordinateur arrête les autres. Autorisez IDOS dans ses réglages "
    "(entrée {port}). Tant qu'un des deux peut entrer chez l'autre, la rencontre se fait.",
    "firewall_here_out": "Le pare-feu de cet ordinateur, ou un VPN, l'empêche d'appeler {endpoint}. "
    "Autorisez IDOS dans ses réglages.",
    "firewall_there": "L'ordinateur {endpoint} est là, mais son pare-feu ne répond pas. Autorisez IDOS sur cet "
    "ordinateur, ou tapez là-bas l'adresse de celui-ci.",
    "firewall_shut_there": "L'ordinateur {endpoint} répond qu'IDOS n'y est pas ouvert. Ouvrez-le là-bas, "
    "et vérifiez le nombre après les deux points.",
    "firewall_ok": "Aucun pare-feu ne gêne entre ici et les autres.",
    "firewall_unproved": "Rien ne montre qu'un pare-feu gêne, ni le contraire.",
    "isolation_apart": "Ce Wi-Fi empêche les ordinateurs de se parler : {endpoint} reste muet. C'est fréquent sur "
    "un Wi-Fi d'invités. Prenez un autre réseau.",
    "isolation_absent": "D'autres ordinateurs répondent, mais pas {endpoint}. Il est éteint, en veille, "
    "ou son adresse a changé.",
    "isolation_ok": "Les ordinateurs de ce réseau se parlent.",
    "isolation_unproved": "Rien ne montre si les ordinateurs de ce réseau peuvent se parler.",
    "vpn_only": "Cet ordinateur n'a que le VPN « {name} » : les ordinateurs de la salle n'y sont pas. "
    "Coupez le VPN pendant la rencontre, et choisissez le réseau de la salle.",
    "vpn_none": "Aucun VPN n'est en marche.",
    "vpn_harmless": "Le VPN « {name} » est en marche et ne gêne pas.",
    "vpn_beside": "Le VPN « {name} » est en marche. Si personne n'apparaît, coupez-le pendant la rencontre.",
    "clock_here_late": "L'horloge de cet ordinateur retarde de {hours} h sur les autres. Mettez-la à l'heure, "
    "puis réessayez.",
    "clock_here_early": "L'horloge de cet ordinateur avance de {hours} h sur les autres. Mettez-la à l'heure, "
    "puis réessayez.",
    "clock_there_late": "L'horloge d'un autre ordinateur retarde de {hours} h. Mettez-la à l'heure là-bas.",
    "clock_there_early": "L'horloge d'un autre ordinateur avance de {hours} h. Mettez-la à l'heure là-bas.",
    "clock_differs": "L'horloge de cet ordinateur et celle d'un autre diffèrent de {hours} h. "
    "Mettez à l'heure celle qui se trompe, puis réessayez.",
    "clock_ok": "Les horloges s'accordent.",
    "clock_unproved": "Aucun autre ordinateur n'est là pour comparer les horloges.",
}
