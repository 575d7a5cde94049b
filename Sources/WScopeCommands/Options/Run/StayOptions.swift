import ArgumentParser
import WebSocketConversation

/// How a connection is kept, and how long.
struct StayOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Send a Ping after this long without anything from the server.", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var pingInterval: Seconds?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Timeout for the answer to such a Ping (default 20).", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var pingTimeout: Seconds?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End when no message has passed for this long.", valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var idleTimeout: Seconds?

  @Option(
    name: [.customShort("m", allowingJoined: true), .customLong("max-time")], parsing: .unconditional,
    help: ArgumentHelp(
      "End after this long, whatever happens, and after the closing handshake (--close-timeout).",
      valueName: "s", visibility: .hidden),
    transform: Seconds.init(argument:))
  var maxTime: Seconds?

  @Flag(help: ArgumentHelp("Do not answer Pings.", visibility: .hidden))
  var noAutoPong = false

  @Flag(help: ArgumentHelp("Connect again when the connection ends or cannot be made.", visibility: .hidden))
  var reconnect = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Connect again at most this often without a message between.", valueName: "count", visibility: .hidden),
    transform: Int.argument(in: 1...1_000_000))
  var reconnectAttempts: Int?

  /// The option that limits a run, if one is given.
  var givenLimit: String? { idleTimeout != nil ? "--idle-timeout" : maxTime != nil ? "--max-time" : nil }

  func plan() throws(Failure) -> StayPlan {
    if pingTimeout != nil, pingInterval == nil {
      throw Failure(.usage, "--ping-timeout is for the answers to Pings that --ping-interval sends")
    }
    if pingInterval?.duration == .zero {
      throw Failure(.usage, "--ping-interval needs more than 0 seconds")
    }
    var plan = StayPlan()
    plan.pingInterval = pingInterval?.duration
    if let pingTimeout { plan.pingTimeout = pingTimeout.duration }
    plan.limits = RunLimits(idle: idleTimeout?.duration, total: maxTime?.duration)
    if reconnect || reconnectAttempts != nil { plan.reconnects = ReconnectSchedule(limit: reconnectAttempts) }
    return plan
  }
}
