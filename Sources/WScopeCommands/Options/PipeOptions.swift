import ArgumentParser

/// What is text and what is binary, and how messages are told apart on standard output.
struct PipeOptions: ParsableArguments {
  @Flag(help: "Send binary messages instead of text.")
  var binary = false

  @Option(
    help: ArgumentHelp("Output form.", valueName: "form"))
  var out = OutputFraming.line

  @OptionGroup var events: EventOptions

  /// What is written as JSON Lines, which can be asked for in two ways.
  var allEvents: EventOptions {
    var all = events
    all.json = events.json || out == .jsonl
    return all
  }
}
