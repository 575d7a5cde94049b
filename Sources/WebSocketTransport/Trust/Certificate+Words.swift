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

extension String {
  /// At most 64 code points, as a sentence can hold them.
  var clipped: String {
    unicodeScalars.count > 64 ? String(String.UnicodeScalarView(unicodeScalars.prefix(61))) + "..." : self
  }
}
