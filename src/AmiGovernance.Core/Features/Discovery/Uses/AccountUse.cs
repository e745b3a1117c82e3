using System.Text.Json.Serialization;
using AmiGovernance.Core.Ports.Impact;

namespace AmiGovernance.Core.Features.Discovery.Uses;

/// <summary>How one account uses the images of one owner.</summary>
/// <param name="Account">As records have it.</param>
public sealed record AccountUse(string Account)
{
    /// <summary>Those that run, and those that groups and fleets keep.</summary>
    public long Instances { get; init; }

    /// <summary>Auto Scaling groups, fleets and Spot requests.</summary>
    public long Launchers { get; init; }

    /// <summary>Launch templates and launch configurations.</summary>
    public long Templates { get; init; }

    /// <summary>Of Image Builder.</summary>
    public long Recipes { get; init; }

    /// <summary>Of Systems Manager.</summary>
    public long Parameters { get; init; }

    /// <summary>What names an image, and launches nothing as things are.</summary>
    public long Idle { get; init; }

    /// <summary>Recorded launches that succeeded.</summary>
    public long Launches { get; init; }

    /// <summary>Of the recorded launches.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>Of the recorded launches.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>What uses the images now, without what is idle.</summary>
    [JsonIgnore]
    public long Uses => Instances + Launchers + Templates + Recipes + Parameters;

    /// <summary>Whether something names an image that needs it again.</summary>
    [JsonIgnore]
    public bool IsLive => Uses > 0;

    /// <summary>Whether something launches the images again by itself, or by whoever relies on it: more than what runs on.</summary>
    [JsonIgnore]
    public bool IsLaunching => Uses > Instances;

    [JsonIgnore]
    public bool IsUsed => IsLive || Launches > 0;

    internal static AccountUse Of(ImageUse use)
    {
        var none = new AccountUse(use.Account.Value);
        if (use.Urgency == Urgency.Idle)
            return none with { Idle = 1 };
        return use.Kind switch
        {
            UseKind.Instance => none with { Instances = use.Instances },
            UseKind.ImageRecipe or UseKind.ContainerRecipe => none with { Recipes = 1 },
            UseKind.Parameter => none with { Parameters = 1 },
            UseKind.LaunchTemplate or UseKind.LaunchConfiguration => none with { Templates = 1 },
            _ => none with { Launchers = 1, Instances = use.Instances },
        };
    }

    /// <summary>Both together, under the account of this one.</summary>
    internal AccountUse Plus(AccountUse other) =>
        this with
        {
            Instances = Instances + other.Instances,
            Launchers = Launchers + other.Launchers,
            Templates = Templates + other.Templates,
            Recipes = Recipes + other.Recipes,
            Parameters = Parameters + other.Parameters,
            Idle = Idle + other.Idle,
            Launches = Launches + other.Launches,
            First = First is null || other.First < First ? other.First ?? First : First,
            Last = Last is null || other.Last > Last ? other.Last ?? Last : Last,
        };

    /// <summary>All together, under no account.</summary>
    internal static AccountUse Sum(IEnumerable<AccountUse> uses) =>
        uses.Aggregate(new AccountUse(""), (sum, use) => sum.Plus(use));
}
