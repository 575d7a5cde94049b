import WebSocketTransport

/// All that a relay needs to know.
struct ProxyPlan {
  /// Where clients connect, and by which identity TLS is spoken with them.
  let listener: ServerConfiguration
  let target: RelayTarget
  let views: ViewConfiguration
  /// What is written as JSON Lines; nil where views are shown.
  let events: EventPlan?
  /// How all that happens is recorded; nil where it is not.
  let recording: RecordingPlan?

  /// Whether connections are shown by themselves.
  var showsConnections: Bool { events != nil || views.isAnything }

  /// Whether anything is made of the bytes but passing them on.
  var isFollowed: Bool { showsConnections || recording != nil || views.stats }

  /// How much of a frame's payload its record holds.
  var payloadLimit: Int {
    // What finds the Pong of a Ping (RFC 6455 5.5).
    guard showsConnections else { return 125 }
    return events?.messageLimit ?? SessionTrace.payloadLimit
  }
}
