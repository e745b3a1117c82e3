using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Discovery.Uses;

namespace AmiGovernance.Core.Features.Discovery.Proposing;

/// <summary>The use of an owner's images in one sentence, for whoever reviews an entry.</summary>
internal static class UseText
{
    /// <summary>`2,345 launches by 46 accounts from 2026-09-01 to 2026-11-30; now 120 instances and 12 launch templates`.</summary>
    public static string Evidence(OwnerEvidence owner, ProposalGround ground)
    {
        var launching = owner.Users.Count(u => u.Launches > 0);
        var past =
            launching == 0
                ? "no recorded launch"
                : $"{Quantity.Of(owner.Total.Launches, "launch", "launches")} by {Quantity.Of(launching, "account")}"
                    + $" from {ground.From.Day().Text()} to {ground.To.Day().Text()}";
        var present = Present(owner);
        return present.Length == 0 ? past : $"{past}; now {present}";
    }

    private static string Present(OwnerEvidence owner)
    {
        var all = owner.Total;
        (long Count, string Noun)[] parts =
        [
            (all.Instances, "instance"),
            (all.Launchers, "group or fleet"),
            (all.Templates, "launch template"),
            (all.Recipes, "recipe"),
            (all.Parameters, "parameter"),
        ];
        var told = parts.Where(p => p.Count > 0).Select(p => Of(p.Count, p.Noun)).ToList();
        var users = owner.Users.Count(u => u.IsLive);
        return told.Count == 0 ? "" : $"{string.Join(", ", told)} in {Quantity.Of(users, "account")}";
    }

    private static string Of(long count, string noun) =>
        noun == "group or fleet" ? Quantity.Of(count, noun, "groups and fleets") : Quantity.Of(count, noun);
}
