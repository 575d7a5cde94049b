import ArgumentParser

/// Whether output is coloured.
struct StyleOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Colour.", valueName: "when"))
  var color = ColorMode.auto

  @Flag(help: ArgumentHelp("The same as --color never.", visibility: .hidden))
  var noColor = false

  var choice: ColorMode { noColor ? .never : color }
}
