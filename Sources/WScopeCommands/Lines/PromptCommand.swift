import WebSocketInspect
import WebSocketWire

/// What a line of the prompt asks for.
enum PromptCommand: Equatable {
  /// A kind of nil is the session's own.
  case message(MessageKind?, [UInt8])
  /// A kind of nil is text when the content is UTF-8.
  case file(String, MessageKind?)
  case ping([UInt8])
  case pong([UInt8])
  case close(ClosePayload?)
  case fragments([[UInt8]])
  case frame(FrameSpec)
  case show(FrameView)
  case hex(Bool)
  case pretty(Bool)
  case time(TimeStyle)
  /// Without words, all frames.
  case only(Set<FrameFilter.Word>)
  /// An expression; nil for all frames.
  case grep(String?)
  case last(Int)
  case handshake
  case stats
  case save(String)
  /// Record in this new file; nil ends that.
  case record(String?)
  /// The payload of a frame that is so far from the last one, which is 1.
  case savePayload(String, Int)
  case edit
  /// A step of a script, or the end of all of its kind for nil.
  case script(ScriptVerb, String?)
  case connect(String)
  case reconnect
  case clients
  /// A number of nil is all clients; with a message only that goes there.
  case to(Int?, message: [UInt8]?)
  case kick(Int, ClosePayload?)
  case help(PromptVerb?)
  case quit

  /// Whether the line has what it sends, so that it is on the screen.
  var isTyped: Bool {
    switch self {
    case .message, .ping, .pong, .close, .fragments, .frame, .to, .kick: true
    default: false
    }
  }
}
