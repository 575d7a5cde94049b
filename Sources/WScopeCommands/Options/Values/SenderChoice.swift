import ArgumentParser
import WebSocketWire

/// Who is taken for the sender of frames.
enum SenderChoice: String, CaseIterable, ExpressibleByArgument {
  case client, server
  /// A client if the frame is masked, a server if not; so masking is not judged.
  case any

  var role: WebSocketRole? { WebSocketRole(rawValue: rawValue) }
}
