namespace AmiGovernance.Core.Ports.Verification;

/// <summary>An instance as EC2 describes it.</summary>
/// <param name="Id">The instance's id, such as `i-0123456789abcdef0`.</param>
/// <param name="Image">The image that the instance was launched from; null when EC2 no longer knows it.</param>
public sealed record SeenInstance(string Id, SeenImage? Image);
