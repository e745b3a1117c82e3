using System.Collections.Immutable;

namespace AmiGovernance.Core.Ports.Calibration;

/// <param name="Service">As IAM actions begin, such as `ec2`.</param>
/// <param name="Operation">Such as `RunInstances`.</param>
/// <param name="Parameters">By their paths, where lists are numbered from 1: `Tags.1.Key`. All values are text.</param>
public sealed record ServiceCall(string Service, string Operation, ImmutableSortedDictionary<string, string> Parameters)
{
    /// <summary>Null for the one in which the calibration runs.</summary>
    public string? Region { get; init; }

    /// <summary>The IAM action of the same name is needed for it.</summary>
    public string Action => $"{Service}:{Operation}";
}
