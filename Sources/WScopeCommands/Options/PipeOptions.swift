import ArgumentParser

/// What is text and what is binary, and how messages are told apart on standard output.
struct PipeOptions: ParsableArguments {
  @Flag(help: "Send binary messages instead of text.")
  var binary = false

  @Option(
    help: ArgumentHelp("How output is cut.", valueName: "form"))
  var out = OutputFraming.line
}
