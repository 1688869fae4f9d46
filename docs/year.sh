#!/bin/sh
# A year of Les Semeuses, the invented association, through the command line alone: each kind of record is written,
# corrected, attested, traced, searched and erased. Run it: `sh docs/year.sh`. Each line that is said was checked;
# tests/end2end/test_year.py runs it too. IDOS names the program (./run of this tree, unless said).
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
idos=${IDOS:-$root/run}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
association=$root/ui/command/association

ask() { # the answer of a command, as JSON
    $idos --home "$place/home" --json "$@"
}

id_in() { # the first id of an answer
    grep -o '"id": "[0-9a-f]*"' | head -n 1 | cut -d '"' -f 4
}

write() { # the id of what a command writes
    ask "$@" | id_in
}

holds() { # fail unless the answer on standard input holds these words
    answer=$(cat)
    case $answer in
    *"$1"*) ;;
    *)
        printf 'Not as told: «%s» is not in %s\n' "$1" "$answer" >&2
        exit 1
        ;;
    esac
}

lacks() {
    answer=$(cat)
    case $answer in
    *"$1"*)
        printf 'Not as told: «%s» is in %s\n' "$1" "$answer" >&2
        exit 1
        ;;
    esac
}

say() {
    printf '%s\n' "$*"
}

say 'November: Aïcha founds the cell and brings in the notebooks that the association has kept.'
me=$(ask cell create 'Les Semeuses' --as 'Aïcha Benali' --role volunteer --role beneficiary |
    grep -o '"person": "[0-9a-f]*"' | cut -d '"' -f 4)
ask import "$association/commun" | holds '"faults": []'
ask import "$association/karim" | holds '"faults": []'
ask import "$association/karim" | holds '"entries": 0'
garden=$(write list project --where title='Jardin partagé')
dragan=$(write list person --where name='Dragan Petrović')

say 'December: somebody new, a project of theirs, what it needs and what others offer.'
mila=$(write add person name='Mila Haddad' roles=beneficiary purpose='Apprendre la couture.')
project=$(write add project title='Atelier couture' purpose='Coudre, réparer, transmettre.' place='Centre social')
write add need title='Une machine à coudre' project="$project" persons="$mila" until=2027-03-01 >"$place/need"
write add offer title='Du fil et des boutons' project="$project" >"$place/offer"
write add proposal title='Ouvrir le samedi' body='De dix heures à midi.' project="$project" >"$place/proposal"

say 'January: they meet; who came is told, and what they did is noted in one gesture, on behalf of those without a laptop.'
meeting=$(write add meeting title='Premier samedi' date=2026-01-10 time=10:00 minutes=120 project="$project" \
    persons="$me,$mila,$dragan" slots='Accueil,Thé' agenda='Qui sait quoi ?')
ask signup "$meeting" --slot Accueil | holds '"id"'
ask agenda --from 2026-01-01 --to 2026-01-31 --ics "$place/agenda.ics" | holds 'Premier samedi'
grep -q 'SUMMARY:Premier samedi' "$place/agenda.ics"
ask note 'Premières coutures' --meeting "$meeting" --skill couture --preview | holds '"minutes": 120'
ask note 'Premières coutures' --meeting "$meeting" --skill couture >"$place/noted"
act=$(grep -o '"ids": \["[0-9a-f]*"' "$place/noted" | cut -d '"' -f 4)

say 'February: others say that it was so; one of them puts a figure right, and it is put right.'
attestation=$(write attest "$act" --says present --from "$dragan" --words 'J’y étais, avec mes ciseaux.')
ask attest "$act" --says correction --minutes 150 --from "$mila" | holds '"id"'
ask set "$act" minutes=150 | holds '"entries": 1'
ask recognition "$mila" --year 2026 | holds '"minutes": 150'
thanks=$(write thank "$dragan" 'Pour les ciseaux.' --about "$act" --from "$mila")

say 'March: a gift, what it became, and the thread between them, both ways.'
gift=$(write add gift donor="$dragan" cents=5000 date=2026-03-02 wish='Pour du tissu.')
use=$(write add use gifts="$gift=3500" project="$project" act="$act" persons="$mila" date=2026-03-20 \
    effect='Douze sacs, et Mila en a vendu trois.' from="$mila")
ask thread "$gift" | holds '"received": 5000'
ask thread "$gift" | holds '"left": 1500'
ask thread "$act" | holds "$gift"
ask gifts --year 2026 | holds '"contested_gifts": 0'

say 'April: a page, written, and named by another one.'
page=$(write add page title='Coudre un sac' body='Plier, épingler, coudre. Voir [[Atelier couture]].')
write add page title='Tissus' body='Pour [[Coudre un sac]].' origins="$page" >"$place/other"
ask page "$page" | holds 'Tissus'
comment=$(write add comment about="$page" words='On peut doubler le fond.')

say 'May: what was written wrongly comes back, and what was taken back comes again.'
ask set "$page" body='Tout faux.' | holds '"entries": 1'
first=$(ask history "$page" | grep -o '"entry": "[0-9a-f]*"' | head -n 1 | cut -d '"' -f 4)
ask restore "$page" "$first" | holds '"entries": 1'
ask show "$page" | holds 'épingler'
ask undo | holds "$page"
ask show "$page" | holds 'Tout faux.'
ask redo | holds "$page"
ask show "$page" | holds 'épingler'

say 'June: around a person, a project, and the four values.'
ask around "$mila" --graph | holds 'Premières coutures'
ask project "$project" | holds 'Une machine à coudre'
ask compass --year 2026 | holds 'gifts_told'
ask search couture | holds 'Atelier couture'
ask search premieres coutures | holds "$act"

say 'A file joins the page, and is saved again elsewhere.'
printf 'patron du sac' >"$place/patron.txt"
ask attach "$page" "$place/patron.txt" | holds '"name": "patron.txt"'
mkdir "$place/saved"
ask save "$page" patron.txt "$place/saved" | holds 'patron.txt'
cmp -s "$place/patron.txt" "$place/saved/patron.txt"

say 'July: what is not wanted goes to the bin, and comes back from there.'
ask remove "$comment" | holds "$comment"
ask search doubler | lacks "$comment"
ask bin | holds "$comment"
ask put-back "$comment" | holds "$comment"
ask search doubler | holds "$comment"

say 'September: one of each owned kind is erased, for good; their words are found nowhere.'
for record in "$comment" "$thanks" "$attestation" "$use" "$gift" "$act"; do
    ask erase "$record" | holds '"done": 1'
done
ask search ciseaux | lacks "$thanks"
ask show "$gift" | holds '"erased"'

say 'October: what is kept of persons, why and how long; what is due.'
ask register | holds '"basis"'
ask due --on 2045-01-01 | holds '"processing"'

say 'November: everything leaves in open formats, and all of it is sound.'
for format in json csv markdown jsonld automerge; do
    ask export "$place/$format" --format "$format" | holds '"attachments": 1'
done
cmp -s "$place/patron.txt" "$place/csv/attachments/"*' patron.txt'
ask check --deep | holds '"ok": true'
say "The garden, a year later: $(ask project "$garden" | grep -o '"contributions": [0-9]*' | head -n 1)"
