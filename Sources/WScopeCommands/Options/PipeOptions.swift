import ArgumentParser

/// What is text and what is binary, and how messages are told apart on standard output.
struct PipeOptions: ParsableArguments {
  @Flag(help: "Send binary messages instead of text.")
  var binary = false

  @Option(
    help: ArgumentHelp("Output form.", valueName: "form"))
  var out = OutputFraming.line

  @OptionGroup var events: EventOptions

  /// What is written as JSON Lines.
  func eventPlan(_ views: ViewOptions) throws(Failure) -> EventPlan? {
    try events.plan(views, limit: EventPlan.clientLimit, isForm: out == .jsonl)
  }
}
