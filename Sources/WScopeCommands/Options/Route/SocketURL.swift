import WebSocketWire

/// A URL that names a socket file: `ws+unix:/path/to.sock:/resource`, as Node's ws has it, or with `wss` for TLS.
struct SocketURL {
  /// The file.
  let path: String
  /// What is asked for, of the host `localhost`.
  let url: String

  /// nil for a URL of another scheme. Fails for one that names no file.
  init?(_ text: String) throws(UsageError) {
    let lower = text.prefix(9).lowercased()
    guard let scheme = ["ws", "wss"].first(where: { lower.hasPrefix("\($0)+unix:") }) else { return nil }
    var rest = text.dropFirst(scheme.count + 6)
    // Two slashes are not part of a path that begins with a slash of its own.
    if rest.hasPrefix("//") { rest = rest.dropFirst(2) }
    let path = rest.prefix { $0 != ":" }
    let resource = rest.dropFirst(path.count + 1)
    guard !path.isEmpty, resource.isEmpty || resource.first == "/" || resource.first == "?" else {
      throw UsageError(
        "\(SecretFilter.text(text).quoted): expected a socket file and a path, as in ws+unix:/run/app.sock:/chat"
      )
    }
    self.path = String(path)
    url = "\(scheme)://localhost\(resource)"
  }
}
