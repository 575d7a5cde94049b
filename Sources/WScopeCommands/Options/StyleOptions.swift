import ArgumentParser

/// Whether output is coloured.
struct StyleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Colour.", valueName: "when"))
  var color = ColourChoice.auto

  @Flag(help: "The same as --color never.")
  var noColor = false

  var choice: ColourChoice { noColor ? .never : color }
}
