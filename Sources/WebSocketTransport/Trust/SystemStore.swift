/// Where the certificates are that the system trusts: in a file and in folders, as OpenSSL has them.
package struct SystemStore: Hashable, Sendable {
  /// A file in PEM; nil for the usual one.
  package var file: String?
  /// Folders as `openssl rehash` leaves them; nil for the usual ones.
  package var folders: [String]?

  /// The usual places, unless said otherwise: a file or folders alone take the place of both.
  package init(file: String? = nil, folders: [String]? = nil) {
    self.file = file
    self.folders = folders
  }

  /// The certificates; none where there is no store.
  var anchors: TrustAnchors { self == Self() ? Self.usual : read }

  /// Read once, at the first use.
  private static let usual = Self().read

  private var read: TrustAnchors {
    let files = file.map { [$0] } ?? (folders == nil ? Self.usualFiles : [])
    let found = files.lazy.compactMap { try? PEMFile($0) }.first
    return TrustAnchors(
      unread: found?.encodedCertificates ?? [],
      folders: (folders ?? (file == nil ? Self.usualFolders : [])).compactMap { CertificateFolder($0) })
  }

  /// Where Debian, Fedora, openSUSE, and Alpine and macOS keep theirs.
  private static let usualFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
  ]
  private static let usualFolders = ["/etc/ssl/certs", "/etc/pki/tls/certs"]
}
