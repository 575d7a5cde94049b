import WebSocketWire

/// The value of `--deflate`: `on`, `off`, or the parameters themselves.
enum DeflateChoice {
  case on
  case off
  case terms([DeflateTerms])

  init(argument: String) throws(UsageError) {
    switch argument {
    case "on": self = .on
    case "off": self = .off
    default: self = .terms(try DeflateOptions.terms(argument))
    }
  }

  /// What is offered or wanted; nil for no compression.
  var terms: [DeflateTerms]? {
    switch self {
    case .on: [.default]
    case .off: nil
    case .terms(let terms): terms
    }
  }
}
