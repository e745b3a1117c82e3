using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Governance.Proof;
using AmiGovernance.Core.Policies.Declarative;

namespace AmiGovernance.Core.Features.Adoption;

/// <summary>How the generated policies of a layer compare with those that are there.</summary>
public enum LayerVerdict
{
    Same,

    /// <summary>There is no policy of this layer.</summary>
    New,
    LetsInMore,
    BlocksMore,

    /// <summary>Some requests are allowed that were denied, and others the other way round.</summary>
    Both,

    /// <summary>Nothing that could be compared differs, and not everything could.</summary>
    NotCompared,
}

public static class LayerVerdicts
{
    private static readonly EnumNames<LayerVerdict> Names = new(
        (LayerVerdict.Same, "same"),
        (LayerVerdict.New, "new"),
        (LayerVerdict.LetsInMore, "lets_in_more"),
        (LayerVerdict.BlocksMore, "blocks_more"),
        (LayerVerdict.Both, "both"),
        (LayerVerdict.NotCompared, "not_compared")
    );

    private static readonly EnumNames<LayerVerdict> Sentences = new(
        (LayerVerdict.Same, "means the same"),
        (LayerVerdict.New, "new: there is no such policy"),
        (LayerVerdict.LetsInMore, "ours lets in more"),
        (LayerVerdict.BlocksMore, "ours blocks more"),
        (LayerVerdict.Both, "ours blocks some requests more, and lets in others"),
        (LayerVerdict.NotCompared, "not all could be compared")
    );

    public static string Name(this LayerVerdict verdict) => Names.Of(verdict);

    public static string Words(this LayerVerdict verdict) => Sentences.Of(verdict);

    /// <summary>The same where ours stands on targets that the policies which are there do not reach.</summary>
    internal static LayerVerdict OnMoreTargets(this LayerVerdict verdict) =>
        verdict switch
        {
            LayerVerdict.Same or LayerVerdict.NotCompared => LayerVerdict.BlocksMore,
            LayerVerdict.LetsInMore => LayerVerdict.Both,
            _ => verdict,
        };

    /// <summary>The same where a policy of the layer could not be read: what it blocks is not known.</summary>
    internal static LayerVerdict WithUnread(this LayerVerdict verdict) =>
        verdict is LayerVerdict.Same or LayerVerdict.New ? LayerVerdict.NotCompared : verdict;

    internal static LayerVerdict Of(ScpDifference difference) =>
        Of(
            difference.Changes.Any(c => !c.IsDeniedNow),
            difference.Changes.Any(c => c.IsDeniedNow),
            difference.NotCompared.IsEmpty
        );

    internal static LayerVerdict Of(DeclarativePolicy theirs, DeclarativePolicy ours) =>
        Of(IsWeaker(theirs, ours), IsWeaker(ours, theirs), isWhole: true);

    /// <summary>Whether the second lets through what the first does not.</summary>
    internal static bool IsWeaker(DeclarativePolicy before, DeclarativePolicy after)
    {
        if (Strength(after.State) < Strength(before.State))
            return true;
        var found = DeclarativeWeakening.Between(before, after);
        var isListed = before.State is not null && after.State is not null;
        return !found.Lost.IsEmpty
            || isListed && (!found.NewOwners.IsEmpty || !found.LooserOwners.IsEmpty || found.AnyOwner);
    }

    private static int Strength(AllowedImagesState? state) =>
        state switch
        {
            AllowedImagesState.Enabled => 2,
            AllowedImagesState.AuditMode => 1,
            _ => 0,
        };

    private static LayerVerdict Of(bool letsIn, bool blocks, bool isWhole) =>
        (letsIn, blocks) switch
        {
            (true, true) => LayerVerdict.Both,
            (true, false) => LayerVerdict.LetsInMore,
            (false, true) => LayerVerdict.BlocksMore,
            _ => isWhole ? LayerVerdict.Same : LayerVerdict.NotCompared,
        };
}
