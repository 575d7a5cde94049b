import WebSocketWire

/// What the Authorization field of a request is made of. It prints as `***`.
enum RequestCredentials: Hashable, Sendable, CustomStringConvertible {
  case user(HTTPCredentials)
  case bearer(String)

  /// The value of the field, for a user by Basic.
  var value: String {
    switch self {
    case .user(let credentials): credentials.basic
    case .bearer(let token): "Bearer \(token)"
    }
  }

  var description: String { SecretFilter.mark }
}
