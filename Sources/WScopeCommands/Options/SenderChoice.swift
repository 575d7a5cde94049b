import ArgumentParser
import WebSocketWire

/// Who is taken for the sender of frames.
enum SenderChoice: String, CaseIterable, ExpressibleByArgument {
  case client, server
  /// Not known, so masking is not judged.
  case any

  var role: Role? { Role(rawValue: rawValue) }
}
