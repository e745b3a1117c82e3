namespace AmiGovernance.Core.Ports.Impact;

/// <summary>A launch configuration, or a parameter, with the image that it names.</summary>
/// <param name="ImageId">As it stands there.</param>
public sealed record NamedImage(string Name, string ImageId);

/// <param name="Arn">Of the recipe's version.</param>
/// <param name="ImageId">As EC2 writes it.</param>
public sealed record RecipeReference(UseKind Kind, string Arn, string ImageId);

/// <param name="ImageId">As EC2 writes it; empty when it tells none.</param>
/// <param name="Group">The Auto Scaling group that keeps it; empty for none.</param>
public sealed record RunningInstance(string Id, string Name, string ImageId, string Group);
