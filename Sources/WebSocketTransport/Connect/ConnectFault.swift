import NIOCore
import NIOPosix

/// What NIO's errors of a connect mean.
struct ConnectFault {
  let route: Route
  let timeouts: Timeouts
  let attempts: [ConnectAttempt]

  func explain(_ error: any Error) -> TransportError {
    if let error = error as? TransportError { return error }
    if case ChannelError.connectTimeout = error { return timedOut }
    if case SocketAddressError.unixDomainSocketPathTooLong = error {
      return TransportError(.unreachable, "the path of a unix socket has at most 107 bytes: \(place)")
    }
    if let error = error as? IOError {
      return TransportError(scarcity: error.errnoCode) ?? unreachable(SystemError.words(error.errnoCode))
    }
    guard let error = error as? NIOConnectionError else { return unreachable("\(error)") }
    if let scarcity = scarcity(error) { return scarcity }
    guard let last = error.connectionErrors.last else { return notFound(error.host) }
    if case ChannelError.connectTimeout = last.error { return timedOut }
    if isLocal(last.error) { return unreachable(words(last.error), remedy: .chooseLocalEnd) }
    return unreachable(words(last.error))
  }

  private func words(_ error: any Error) -> String {
    (error as? IOError).map { SystemError.words($0.errnoCode) } ?? "\(error)"
  }

  /// Whether it is our end that cannot be bound.
  private func isLocal(_ error: any Error) -> Bool {
    error is LocalFault
      || route.addressing.localEnd != nil && (error as? IOError)?.errnoCode == EADDRNOTAVAIL
  }

  /// No address was found for the name.
  func notFound(_ host: String) -> TransportError {
    if let family = route.addressing.family {
      return TransportError(
        .hostNotFound, "the host \(host) has no \(family.name) address, and no other is allowed",
        remedy: .allowAnyFamily)
    }
    let owner = route.proxy.map { $0.host == host ? " of the proxy" : "" } ?? ""
    return TransportError(.hostNotFound, "the host \(host)\(owner) was not found", remedy: .checkName)
  }

  var timedOut: TransportError {
    TransportError(
      .connectTimedOut, "no connection to \(place) within \(timeouts.connect.formatted)",
      remedy: .allowMoreTime)
  }

  /// What the socket connects to.
  private var place: String { route.proxy.map { "the proxy \($0)" } ?? "\(route.endpoint)" }

  private func unreachable(_ reason: String, remedy: Remedy? = nil) -> TransportError {
    TransportError(
      .unreachable, "\(place) cannot be reached: \(reason)\(tried)",
      remedy: remedy ?? (route.proxy == nil ? .checkServer : .checkProxy))
  }

  /// The addresses, each with its reason where they have more than one.
  private var tried: String {
    guard !attempts.isEmpty else { return "" }
    let hasOneReason = Set(attempts.map(\.failure)).count == 1
    let list = attempts.map { hasOneReason ? $0.address : "\($0.address): \($0.failure ?? "no answer")" }
    return " (tried \(list.joined(separator: ", ")))"
  }

  /// Whether no address could be tried, or no name looked up, for want of a descriptor.
  private func scarcity(_ error: NIOConnectionError) -> TransportError? {
    let causes =
      error.connectionErrors.map(\.error) + [error.dnsAError, error.dnsAAAAError].compactMap { $0 }
    return causes.lazy.compactMap { $0 as? IOError }.compactMap { TransportError(scarcity: $0.errnoCode) }
      .first
  }
}

extension Duration {
  /// `3 s` or `0.25 s`.
  fileprivate var formatted: String {
    let seconds = Double(components.seconds) + Double(components.attoseconds) / 1e18
    return seconds == seconds.rounded() ? "\(Int64(seconds)) s" : "\(seconds) s"
  }
}
