import WebSocketInspect
import WebSocketWire

/// Which frames are shown, and in which view.
struct FrameSelection {
  /// The view of each frame that the filter lets pass; `off` for no view of them.
  var show: FrameView
  /// Whether every byte of such a frame is shown.
  var hex = false
  /// Whether pings and pongs have a line where frames are not shown, as with wscat's `-P`.
  var pingPong = false
  var filter = FrameFilter()

  /// Whether any frame may be shown.
  var isAnything: Bool { show != .off || hex || pingPong }

  /// How a frame that passes the filter is shown; nil where it is not.
  func view(of opcode: Opcode) -> (view: FrameView, hex: Bool)? {
    if show != .off { return (show, hex) }
    return pingPong && (opcode == .ping || opcode == .pong) ? (.line, false) : nil
  }
}
