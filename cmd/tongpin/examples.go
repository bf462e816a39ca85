package main

import (
	"strings"

	"github.com/alecthomas/kong"
)

// examples follow the help of each command.
var examples = map[string]string{
	"":                "tongpin demo",
	"serve":           "tongpin serve --data /var/lib/tongpin --public-url https://tongpin.example.org",
	"demo":            "tongpin demo --fresh",
	"migrate":         "tongpin migrate --database postgres://tongpin@localhost/tongpin",
	"import":          "tongpin import --consortium ruoqiang --dry-run member members.xlsx",
	"export":          "tongpin export --consortium ruoqiang member --to members.xlsx",
	"figures":         "tongpin figures --consortium lanzhou --period 2026-Q1 --json",
	"rollups":         "tongpin rollups check",
	"rollups check":   "tongpin rollups check --consortium ruoqiang",
	"rollups rebuild": "tongpin rollups rebuild --consortium ruoqiang",
	"place":           examplePlace,
	"bulletin":        "tongpin bulletin --consortium ruoqiang --period 2026-Q1 --format docx --to bulletin.docx",
	"backup":          "tongpin backup /var/backups/tongpin-2026-04-10.tar.gz",
	"restore":         "tongpin restore --database postgres://tongpin@localhost/tongpin /var/backups/tongpin-2026-04-10.tar.gz",
	"user":            exampleUserAdd,
	"user add":        exampleUserAdd,
	"version":         "tongpin version",

	"timetable":        exampleSolve,
	"timetable solve":  exampleSolve,
	"timetable check":  "tongpin timetable check comp01.ctt comp01.sol --json",
	"timetable repair": "tongpin timetable repair comp01.sol --instance comp01.ctt --change changes.txt",
	"timetable show":   "tongpin timetable show comp01.ctt comp01.sol --by room --format html -o comp01.html",

	"seal":            exampleSealVerify,
	"seal verify":     exampleSealVerify,
	"seal head":       "tongpin seal head --consortium ruoqiang > head.txt",
	"seal key":        "tongpin seal key",
	"verify-bulletin": "tongpin verify-bulletin bulletin-2026-Q1.json --key tongpin+c0ffee00+AQ...",
}

const exampleUserAdd = "tongpin user add --consortium ruoqiang --role secretariat --name 'Li Ming' liming < password.txt"

const examplePlace = `tongpin place --wishes wishes.csv --posts posts.csv --caps caps.csv --seed 42 --out placement.csv

    wishes.csv                 posts.csv           caps.csv
    student,rank,post,grade    post,seats,group    group,parent,cap,reason
    s1,1,weld,87.5             weld,2,Acme         Acme,,2,10% of 20 staff
    s1,2,paint,87.5            paint,1,Acme
    s2,1,weld,80

    tongpin place --wishes wishes.csv --posts posts.csv --caps caps.csv --seed 42 --verify placement.csv

    locks.csv       quotas.csv                pairs.csv
    student,post    group,at_least,reason     student,with,same
    s7,paint        Acme,1,order class 2026   s1,s2,group

    tongpin place --wishes wishes.csv --posts posts.csv --caps caps.csv --seed 42 --out placement.csv \
        --locks locks.csv --quotas quotas.csv --pairs pairs.csv

    tongpin place --wishes wishes.csv --posts posts.csv --caps caps.csv --mode weighted --out best.csv --prices prices.csv
    tongpin place --wishes wishes.csv --posts posts.csv --caps caps.csv --mode weighted --verify best.csv --prices prices.csv`

const exampleSolve = "tongpin timetable solve comp01.ctt --seconds 60 -o comp01.sol"

const exampleSealVerify = "tongpin seal verify --consortium ruoqiang --head head-kept-in-march.txt"

// detail adds an example and the exit codes to a command's help.
func detail(n *kong.Node) {
	n.Detail = "Example:\n\n    " + examples[path(n)]
	if n.Type == kong.ApplicationNode {
		n.Detail += "\n\nExit codes: 0 done, 1 refused or failed, 2 wrong use. An unknown setting stops the start."
	}
	for _, child := range n.Children {
		detail(child)
	}
}

func path(n *kong.Node) string {
	if n.Type == kong.ApplicationNode {
		return ""
	}
	return strings.TrimSpace(path(n.Parent) + " " + n.Name)
}
