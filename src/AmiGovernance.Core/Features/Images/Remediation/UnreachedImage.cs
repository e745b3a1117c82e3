using AmiGovernance.Core.Ports.Images;

namespace AmiGovernance.Core.Features.Images.Remediation;

/// <summary>An image whose launch permissions cannot be read.</summary>
/// <param name="Problem">AWS's code and text.</param>
public sealed record UnreachedImage(ImagePlace Image, string Problem);
