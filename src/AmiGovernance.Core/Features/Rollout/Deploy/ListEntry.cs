namespace AmiGovernance.Core.Features.Rollout.Deploy;

/// <summary>An entry of the configuration that lets something through.</summary>
/// <param name="Name">Such as `exception OPS-12`.</param>
/// <param name="Reason">As the entry gives it; may be empty.</param>
/// <param name="IsReviewed">See <see cref="ReviewedEntries"/>.</param>
public sealed record ListEntry(string Name, string Reason, bool IsReviewed)
{
    /// <summary>For the deployment record.</summary>
    public string Why => Reason.Length == 0 ? Name : $"{Name}: {Reason}";
}
