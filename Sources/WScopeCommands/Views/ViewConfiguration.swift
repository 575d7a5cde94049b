import WebSocketInspect
import WebSocketWire

/// What is to be shown of a connection, and how.
struct ViewConfiguration {
  var frames: FrameSelection
  var payload = PayloadFormat()
  var handshake = false
  /// Whether a line tells of the connection's beginning and end.
  var tellsStory: Bool
  /// Whether all that passes is counted, and shown at the end.
  var stats = false
  var time = TimeStyle.delta
  /// The terminal whose width a line should not exceed.
  var terminal: Int32?
  var style: TextStyle
  /// Whether frames of a connection between others have its number, because there are more of them.
  var namesConnections = false
  /// Whether handshakes are shown with their credentials.
  var showsSecrets = false

  /// The columns of the terminal, where there is one.
  var width: Int? { terminal.flatMap(Descriptor.columns) }

  /// Whether what a handshake is warned of is among its checks or in lines of its own.
  var showsWarnings: Bool { handshake || frames.show != .off && frames.show != .spec }

  /// What writes a frame in this view.
  func renderer(_ view: FrameView, hex: Bool) -> FrameRenderer {
    FrameRenderer(view: view, hex: hex, style: style, width: width, payload: payload)
  }

  /// The same with no view and no story, because programs read what happens.
  var off: ViewConfiguration {
    var off = self
    off.frames.show = .off
    off.tellsStory = false
    return off
  }

  /// Whether there is anything to show at all.
  var isAnything: Bool { frames.isAnything || handshake || tellsStory }
}
