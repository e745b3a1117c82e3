using System.Collections.Immutable;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>The tags of a root, unit, account or policy, as far as the caller may read them.</summary>
internal static class ReadableTags
{
    /// <summary>Null when the caller may not read them.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>?> Of(
        string resourceId,
        IPolicyReader aws,
        CancellationToken cancel
    )
    {
        try
        {
            return await aws.ListTagsForResource(resourceId, cancel);
        }
        catch (AwsException e) when (e.IsAccessDenied)
        {
            return null;
        }
    }
}
