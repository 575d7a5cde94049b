import ArgumentParser
import WebSocketInspect

/// Whether what happens is written as JSON Lines, for programs.
struct EventOptions: ParsableArguments {
  @Flag(help: "Print all that happens as JSON Lines.")
  var json = false

  @Flag(help: ArgumentHelp("The same, with an object for each frame too.", visibility: .hidden))
  var jsonFrames = false

  /// Whether it is asked for.
  var isGiven: Bool { json || jsonFrames }

  /// What is to be written; nil where nothing is. Fails where views are asked for too, because the input is held back for one of the two
  /// outputs alone. `view` is the option that asks for one, and `limit` the most bytes of a message that are written.
  func plan(besides view: String?, showsSecrets: Bool, limit: Int) throws(Failure) -> EventPlan? {
    guard isGiven else { return nil }
    if let view {
      throw Failure(.usage, "--json has all that views show, so \(view) cannot be combined with it")
    }
    return EventPlan(frames: jsonFrames, showsSecrets: showsSecrets, messageLimit: limit)
  }

  /// The same for a live connection.
  func plan(_ views: ViewOptions?, limit: Int) throws(Failure) -> EventPlan? {
    try plan(besides: views?.given, showsSecrets: views?.heads.showSecrets ?? false, limit: limit)
  }
}
