namespace AmiGovernance.Core.Ports.Images;

/// <summary>What EC2 has of usage reports of an image.</summary>
/// <param name="Newest">That is ready; null when there is none.</param>
/// <param name="IsPending">One was asked for, and is not ready yet.</param>
public sealed record UsageReports(ImageUsage? Newest, bool IsPending);
