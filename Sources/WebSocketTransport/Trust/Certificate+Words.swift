import SwiftASN1
import X509

extension Certificate {
  /// Whose certificate it is, at this depth of a chain that begins with the server's.
  func holder(_ depth: Int) -> Distrust.Holder {
    depth == 0 ? .server : .authority(subject.shortName)
  }
}

extension DistinguishedName {
  /// The most specific common name, or else the organization, cut to what a sentence can hold.
  var shortName: String {
    let attributes = Array(joined())
    for type in [ASN1ObjectIdentifier.RDNAttributeType.commonName, .RDNAttributeType.organizationName] {
      if let text = attributes.last(where: { $0.type == type }).flatMap({ String($0.value) }) {
        return text.clipped
      }
    }
    return "an authority without a name"
  }
}

extension GeneralName {
  /// As a sentence can hold it.
  var words: String {
    switch self {
    case .dnsName(let text):
      // What looks like an address and is a name is for no address.
      if case .address = ServerName(host: text) { "the DNS name \(text.clipped)" } else { text.clipped }
    case .rfc822Name(let text), .uniformResourceIdentifier(let text): text.clipped
    case .ipAddress(let address): ServerName.text(address.bytes)
    case .directoryName(let name): "the directory name \(name.description.clipped)"
    default: "a name of another kind"
    }
  }
}

extension String {
  /// At most 64 code points, as a sentence can hold them.
  var clipped: String {
    unicodeScalars.count > 64 ? String(String.UnicodeScalarView(unicodeScalars.prefix(61))) + "..." : self
  }
}
