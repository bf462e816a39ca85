package main

import "tongpin/internal/app"

// bodies are the commands of the program.
var bodies app.Commands = app.Program{}
