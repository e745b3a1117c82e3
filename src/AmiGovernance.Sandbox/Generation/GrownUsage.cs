using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Generation;

/// <summary>Something in an account that launches images of one source again and again, and keeps the last instance.</summary>
/// <param name="FirstDay">Days after the beginning of the period.</param>
/// <param name="Every">Days from one launch to the next.</param>
/// <param name="LastDay">
/// Days after the beginning of the period; the same as the first for an instance that was launched once and runs on.
/// </param>
internal sealed record GrownUsage(Place Place, GrownSource Source, string Name, int FirstDay, int Every, int LastDay)
{
    /// <summary>Whether an Auto Scaling group launches, from a launch template; else a role does, by image id.</summary>
    public bool HasGroup { get; init; }

    /// <summary>Whether the instance ends with its work, so that only the trail knows of it.</summary>
    public bool IsBatch { get; init; }

    public IEnumerable<int> Days
    {
        get
        {
            for (var day = FirstDay; day <= LastDay; day += Every)
                yield return day;
        }
    }
}
