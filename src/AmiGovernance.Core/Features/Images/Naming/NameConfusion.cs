using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Facts;

namespace AmiGovernance.Core.Features.Images.Naming;

/// <summary>
/// Finds images that are named as well-known public ones are. Whoever looks an image up by name without naming its owner takes
/// the newest that fits, whoever made it (Amazon Q detector library, "Untrusted AMI images"; known as the whoAMI attack).
/// </summary>
internal static class NameConfusion
{
    private static readonly Lazy<ImmutableArray<FamilyName>> Names = new(() =>
        [.. KnownPublishers.Families.Select(f => new FamilyName(f))]
    );

    /// <summary>The family that a name of our own could be taken for; null when it begins as none does.</summary>
    public static ImageFamily? Find(string name)
    {
        var skeleton = NameSkeleton.Of(name);
        var found =
            Names.Value.FirstOrDefault(n => n.Begins(skeleton))
            ?? Names.Value.FirstOrDefault(n => n.BeginsMisspelt(skeleton));
        return found?.Family;
    }

    /// <summary>The family that the image could be taken for; null when it is like none, or the owner is its publisher.</summary>
    /// <param name="name">Of the image; text from anywhere.</param>
    /// <param name="ownerAlias">Set by AWS alone, for itself and for verified providers; its text.</param>
    public static ImageFamily? Find(string name, AccountId owner, string? ownerAlias)
    {
        if (ownerAlias is not null)
            return null;

        var found = Find(name) ?? Names.Value.FirstOrDefault(n => n.IsWithin(name))?.Family;
        return found?.IsOf(owner.Value) == true ? null : found;
    }
}
