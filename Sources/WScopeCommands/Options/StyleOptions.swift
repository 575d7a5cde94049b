import ArgumentParser

/// Colour, and what may reach a terminal.
struct StyleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("When to colour: auto, always or never.", valueName: "when"))
  var color = ColourChoice.auto

  @Flag(help: "The same as --color never.")
  var noColor = false

  @Flag(help: "Let control characters of the peer through to a terminal.")
  var unescaped = false

  var choice: ColourChoice { noColor ? .never : color }
}
