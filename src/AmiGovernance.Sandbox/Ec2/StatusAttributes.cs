using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Sandbox.Ec2;

/// <summary>
/// The governed attributes of a status report. AWS documents neither the columns of the file nor the names of the attributes;
/// docs/reference/sandbox.md has ours.
/// </summary>
internal sealed class StatusAttributes(SandboxWorld world, Guard guard)
{
    private readonly (string Name, Func<Place, (string Value, bool Managed)> Of)[] attributes =
    [
        .. DeclarativeAttributes.WithState.Select(a => (a.Name, Of(guard, a))),
        (DeclarativeAttributes.AllowedImagesSettings.Name, place => AllowedImages(guard, place)),
    ];

    /// <summary>What an attribute is in one Region of an account.</summary>
    private readonly record struct Setting(Place Place, string Value);

    public JsonArray Summary(List<AccountId> accounts) =>
        Ec2Shapes.List(attributes, a => Summary(a.Name, Settings(accounts, a.Of), accounts.Count));

    public string Csv(List<AccountId> accounts)
    {
        var csv = new StringBuilder("accountId,region,attribute,value,managedBy\n");
        foreach (var place in Places(accounts))
        foreach (var (name, of) in attributes)
        {
            var (value, managed) = of(place);
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{place.Account},{place.Region},{name},{value},{SettingsCalls.ManagedBy(managed)}\n"
            );
        }
        return csv.ToString();
    }

    private static Func<Place, (string Value, bool Managed)> Of(Guard guard, StateAttribute attribute) =>
        place =>
        {
            var (state, managed) = guard.StateIn(place, attribute);
            return (StateAttribute.ApiName(state), managed);
        };

    private static (string Value, bool Managed) AllowedImages(Guard guard, Place place)
    {
        var (policy, managed) = guard.AllowedImagesIn(place);
        return (Ec2Shapes.ApiName(policy.State), managed);
    }

    private IEnumerable<Place> Places(List<AccountId> accounts) =>
        from account in accounts
        from region in world.Ec2.Regions
        select new Place(account, region);

    private List<Setting> Settings(List<AccountId> accounts, Func<Place, (string Value, bool Managed)> of) =>
        [.. Places(accounts).Select(place => new Setting(place, of(place).Value))];

    private JsonObject Summary(string name, List<Setting> settings, int accounts)
    {
        var most = settings
            .GroupBy(s => s.Value)
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .First()
            .Key;
        var summary = Matching(settings, most, accounts);
        summary.Insert(0, "attributeName", name);
        summary.Insert(1, "mostFrequentValue", most);
        summary["regionalSummarySet"] = Ec2Shapes.List(
            world.Ec2.Regions,
            region =>
            {
                var regional = Matching(settings.Where(s => s.Place.Region == region), most, accounts);
                regional.Insert(0, "regionName", region.Value);
                return regional;
            }
        );
        return summary;
    }

    /// <summary>An account matches when it has the value in all its Regions.</summary>
    private static JsonObject Matching(IEnumerable<Setting> settings, string value, int accounts)
    {
        var matching = settings.GroupBy(s => s.Place.Account).Count(g => g.All(s => s.Value == value));
        return new JsonObject
        {
            ["numberOfMatchedAccounts"] = matching,
            ["numberOfUnmatchedAccounts"] = accounts - matching,
        };
    }
}
