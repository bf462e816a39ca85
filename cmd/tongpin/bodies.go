package main

import "tongpin/internal/app"

var bodies app.Commands
