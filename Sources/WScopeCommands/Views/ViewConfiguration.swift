import WebSocketInspect
import WebSocketWire

/// What is to be shown of a live connection, and how.
struct ViewConfiguration {
  var show: FrameView
  var hex: Bool
  var handshake: Bool
  /// Pings and pongs alone, as wscat's `-P` does.
  var pingPong: Bool
  /// Whether a line tells of the connection's beginning and end.
  var tellsStory: Bool
  var unescaped: Bool
  var time = TimeStyle.delta
  /// Whether JSON is shown with a member or an element a line.
  var pretty = false
  /// How much of a payload is shown; nil for all that is kept.
  var extent: PayloadExtent?
  /// What shows the rest of it, where there is a prompt to ask.
  var hint: String?
  /// Which frames are shown.
  var filter = FrameFilter()
  /// Whether all that passes is counted, and shown at the end.
  var stats = false
  /// The terminal whose width a line should not exceed.
  var terminal: Int32?
  /// Whether that holds for a payload too, because our own lines are beside it.
  var breaksPayload = false
  var style: TextStyle
  /// What was asked for, without user and password.
  var url: String
  /// Whether frames of a connection between others have its number, because there are more of them.
  var namesConnections = false
  /// Whether handshakes are shown with their credentials.
  var showsSecrets = false

  /// The columns of the terminal, where there is one.
  var width: Int? { terminal.flatMap(Descriptor.columns) }

  /// Whether what a handshake is warned of is among its checks or in lines of its own.
  var showsWarnings: Bool { handshake || show != .off && show != .spec }

  /// What writes a frame in this view.
  func renderer(_ view: FrameView, hex: Bool) -> FrameRenderer {
    var renderer = FrameRenderer(
      view: view, hex: hex, style: style, unescaped: unescaped, width: width, breaksPayload: breaksPayload,
      pretty: pretty)
    renderer.extent = extent
    renderer.hint = hint
    return renderer
  }

  /// The same with nothing of it shown, because programs read what happens.
  var off: ViewConfiguration {
    var off = self
    off.show = .off
    off.tellsStory = false
    return off
  }

  /// Whether there is anything to show at all.
  var isAnything: Bool { show != .off || hex || handshake || pingPong || tellsStory }
}
