import ArgumentParser
import WebSocketConversation

/// How a recording is sent again, and what is shown of what comes.
struct ReplayOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Let the recorded time pass this many times as fast.", valueName: "factor"),
    transform: ReplaySpeed.init(argument:))
  var speed: ReplaySpeed?

  @Flag(help: "Send each message once those before it have come.")
  var lockstep = false

  @Flag(help: "Send whole messages, not the recorded frames.")
  var refragment = false

  @Flag(help: "Show all differences, as wscope diff does.")
  var diff = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Timeout for what is to come (default 10).", valueName: "s"),
    transform: Seconds.init(argument:))
  var timeout = Seconds(10)

  @OptionGroup var comparison: ComparisonOptions

  func pace() throws(Failure) -> ReplayMachine.Pace {
    guard lockstep else { return .recorded(speed: (speed ?? .normal).factor) }
    if speed != nil {
      throw Failure(
        .usage, "--lockstep waits for messages and not for time, so --speed cannot be combined with it")
    }
    return .lockstep
  }
}
