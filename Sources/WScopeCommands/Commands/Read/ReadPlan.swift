import WebSocketInspect
import WebSocketWire

/// What is to be shown of captures.
struct ReadPlan {
  var views: ViewConfiguration
  /// What is written as JSON Lines; nil where views are shown.
  var events: EventPlan?
  /// The connection that is asked for; nil for all.
  var choice: ConnectionChoice?
  var isStrict: Bool
  /// Whether nothing is shown but what went wrong.
  var isQuiet: Bool
  var limits: Limits
  /// What the connections are recorded in; nil where they are only shown.
  var recording: RecordingFile?
  /// What takes the frames of one connection instead of showing them; nil where nothing does.
  var tap: RecordingTap?

  /// Why nothing more is to be read.
  var failure: Failure? { recording?.failure ?? tap?.failure }

  /// Whether each connection is shown by itself, and not only counted.
  var showsConnections: Bool { events != nil || views.frames.show != .off || views.handshake }

  /// Whether records are made of the connections at all.
  var tracesConnections: Bool { showsConnections || isStrict || recording != nil || tap != nil }

  /// How much of a frame's payload its record holds: what is shown or written of it, or what finds the Pong of a Ping (RFC 6455 5.5).
  var payloadLimit: Int {
    guard showsConnections else { return 125 }
    return events?.messageLimit ?? SessionTrace.payloadLimit
  }
}
