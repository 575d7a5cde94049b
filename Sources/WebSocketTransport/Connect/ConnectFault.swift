import NIOCore
import NIOPosix

/// What NIO's errors of a connect mean.
enum ConnectFault {
  static func explain(
    _ error: any Error, _ configuration: ClientConfiguration, _ attempts: [ConnectAttempt]
  ) -> TransportError {
    let endpoint = configuration.route.endpoint
    if let error = error as? TransportError { return error }
    if case ChannelError.connectTimeout = error { return timedOut(endpoint, configuration) }
    if let error = error as? IOError {
      return TransportError(scarcity: error.errnoCode)
        ?? unreachable(endpoint, SystemError.words(error.errnoCode), attempts)
    }
    guard let error = error as? NIOConnectionError else { return unreachable(endpoint, "\(error)", attempts) }
    if let scarcity = scarcity(error) { return scarcity }
    guard let last = error.connectionErrors.last else {
      return TransportError(.hostNotFound, "the host \(error.host) was not found", remedy: .checkName)
    }
    if case ChannelError.connectTimeout = last.error { return timedOut(endpoint, configuration) }
    let reason = (last.error as? IOError).map { SystemError.words($0.errnoCode) } ?? "\(last.error)"
    return unreachable(endpoint, reason, attempts)
  }

  private static func unreachable(
    _ endpoint: Endpoint, _ reason: String, _ attempts: [ConnectAttempt]
  ) -> TransportError {
    let tried = attempts.map(\.address).joined(separator: ", ")
    return TransportError(
      .unreachable, "\(endpoint) cannot be reached: \(reason)\(tried.isEmpty ? "" : " (tried \(tried))")",
      remedy: .checkServer)
  }

  /// Whether no address could be tried, or no name looked up, for want of a descriptor.
  private static func scarcity(_ error: NIOConnectionError) -> TransportError? {
    let causes =
      error.connectionErrors.map(\.error) + [error.dnsAError, error.dnsAAAAError].compactMap { $0 }
    return causes.lazy.compactMap { $0 as? IOError }.compactMap { TransportError(scarcity: $0.errnoCode) }
      .first
  }

  private static func timedOut(_ endpoint: Endpoint, _ configuration: ClientConfiguration) -> TransportError {
    TransportError(
      .connectTimedOut, "no connection to \(endpoint) within \(configuration.timeouts.connect.formatted)",
      remedy: .allowMoreTime)
  }
}

extension Duration {
  /// `3 s` or `0.25 s`.
  fileprivate var formatted: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
    return seconds == seconds.rounded() ? "\(Int64(seconds)) s" : "\(seconds) s"
  }
}
