import ArgumentParser
import WebSocketInspect

/// Whether what happens is written as JSON Lines, for programs.
struct EventOptions: ParsableArguments {
  @Flag(help: "Print all that happens as JSON Lines, not messages.")
  var json = false

  @Flag(help: ArgumentHelp("The same, with an object for each frame too.", visibility: .hidden))
  var jsonFrames = false

  /// What is to be written; nil where nothing is. Fails where views are asked for too, because the input is held back for one of the two
  /// outputs alone.
  func plan(_ views: ViewOptions?, limit: Int) throws(Failure) -> EventPlan? {
    guard json || jsonFrames else { return nil }
    let view: String? =
      if let show = views?.show, show != .off { "--show" } else if views?.hex == true {
        "--hex"
      } else if views?.handshake == true {
        "--handshake"
      } else if views?.showPingPong == true { "--show-ping-pong" } else { views?.details.options?.given }
    if let view {
      throw Failure(.usage, "--json has all that views show, so \(view) cannot be combined with it")
    }
    return EventPlan(frames: jsonFrames, showsSecrets: views?.showSecrets ?? false, messageLimit: limit)
  }
}
