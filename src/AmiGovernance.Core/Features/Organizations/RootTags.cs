using System.Collections.Immutable;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Organizations;

/// <summary>The tags of the root of an organization.</summary>
internal static class RootTags
{
    /// <summary>Null when the caller may not read them.</summary>
    public static async Task<ImmutableSortedDictionary<string, string>?> Read(
        string rootId,
        IPolicyReader aws,
        CancellationToken cancel
    )
    {
        try
        {
            return await aws.ListTagsForResource(rootId, cancel);
        }
        catch (AwsException e) when (e.IsAccessDenied)
        {
            return null;
        }
    }
}
