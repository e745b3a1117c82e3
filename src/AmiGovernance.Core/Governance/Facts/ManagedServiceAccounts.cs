using System.Collections.Frozen;
using System.Collections.Immutable;
using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>The AWS-owned image accounts that AWS has published, by service and region.</summary>
public static class ManagedServiceAccounts
{
    public const string EksAutoMode = "eks_auto_mode";
    public const string EcsManagedInstances = "ecs_managed_instances";
    public const string LambdaManagedInstances = "lambda_managed_instances";

    public static readonly IReadOnlyList<string> Services = [EksAutoMode, EcsManagedInstances, LambdaManagedInstances];

    /// <summary>
    /// EKS Auto Mode: Amazon EKS user guide, "Update organization controls for EKS Auto Mode". ECS: Amazon ECS developer guide,
    /// "Amazon ECS Managed Instances", part "Organization controls". Both as of 2026-09. Lambda: one example from AWS re:Post,
    /// "How do I allow EKS Auto Mode, ECS Managed Instances, and Lambda to launch EC2 instances when using SCPs"; no full list is
    /// published.
    /// </summary>
    private static readonly Dictionary<string, (string Region, string Account)[]> Known = new(StringComparer.Ordinal)
    {
        [EksAutoMode] =
        [
            ("af-south-1", "471112993317"),
            ("ap-east-1", "590183728416"),
            ("ap-east-2", "381492200852"),
            ("ap-northeast-1", "851725346105"),
            ("ap-northeast-2", "992382805010"),
            ("ap-northeast-3", "891377407544"),
            ("ap-south-1", "975049899075"),
            ("ap-south-2", "590183737426"),
            ("ap-southeast-1", "339712723301"),
            ("ap-southeast-2", "058264376476"),
            ("ap-southeast-3", "471112941769"),
            ("ap-southeast-4", "590183863144"),
            ("ap-southeast-5", "654654202513"),
            ("ap-southeast-6", "905418310314"),
            ("ap-southeast-7", "533267217478"),
            ("ca-central-1", "992382439851"),
            ("ca-west-1", "767397959864"),
            ("eu-central-1", "891376953411"),
            ("eu-central-2", "381492036002"),
            ("eu-north-1", "339712696471"),
            ("eu-south-1", "975049955519"),
            ("eu-south-2", "471112620929"),
            ("eu-west-1", "381492008532"),
            ("eu-west-2", "590184142468"),
            ("eu-west-3", "891376969258"),
            ("il-central-1", "590183797093"),
            ("me-central-1", "637423494195"),
            ("me-south-1", "905418070398"),
            ("mx-central-1", "211125506622"),
            ("sa-east-1", "339712709251"),
            ("us-east-1", "992382739861"),
            ("us-east-2", "975050179949"),
            ("us-west-1", "975050035094"),
            ("us-west-2", "767397842682"),
        ],
        [EcsManagedInstances] =
        [
            ("af-south-1", "070957084703"),
            ("ap-east-1", "587573215167"),
            ("ap-northeast-1", "679336465495"),
            ("ap-northeast-2", "309903600357"),
            ("ap-northeast-3", "384570461223"),
            ("ap-south-1", "062344138989"),
            ("ap-south-2", "624198668379"),
            ("ap-southeast-1", "832199679391"),
            ("ap-southeast-2", "552073033681"),
            ("ap-southeast-3", "368903466070"),
            ("ap-southeast-4", "696793786439"),
            ("ap-southeast-5", "003457290689"),
            ("ap-southeast-6", "465836752572"),
            ("ap-southeast-7", "622515864387"),
            ("ca-central-1", "853167153192"),
            ("ca-west-1", "899469777611"),
            ("eu-central-1", "832570432258"),
            ("eu-central-2", "041659148495"),
            ("eu-north-1", "851563870067"),
            ("eu-south-1", "766433696616"),
            ("eu-south-2", "003380494496"),
            ("eu-west-1", "986619735082"),
            ("eu-west-2", "591706807364"),
            ("eu-west-3", "108582616801"),
            ("il-central-1", "009537862704"),
            ("me-central-1", "540883425316"),
            ("me-south-1", "181438624895"),
            ("mx-central-1", "210749644920"),
            ("sa-east-1", "591338347621"),
            ("us-east-1", "260073348889"),
            ("us-east-2", "292185169523"),
            ("us-west-1", "187296253231"),
            ("us-west-2", "491085424538"),
        ],
        [LambdaManagedInstances] = [("eu-central-1", "118124083970")],
    };

    /// <summary>Whether AWS publishes the accounts of all regions, so that the service's name alone says enough.</summary>
    public static bool IsComplete(string service) => service != LambdaManagedInstances;

    public static IEnumerable<string> Regions(string service) => Known[service].Select(k => k.Region);

    /// <summary>The service whose images an account owns; null for every other account.</summary>
    public static string? ServiceOf(string account) => ByAccount.Value.GetValueOrDefault(account);

    private static readonly Lazy<FrozenDictionary<string, string>> ByAccount = new(() =>
        Known
            .SelectMany(s => s.Value.Select(k => (k.Account, Service: s.Key)))
            .ToFrozenDictionary(k => k.Account, k => k.Service, StringComparer.Ordinal)
    );

    /// <summary>The known accounts of a service in the given regions; in all regions when none is given.</summary>
    public static ImmutableArray<AccountId> Accounts(string service, ImmutableArray<string> regions) =>
        [
            .. Known[service]
                .Where(k => regions.IsEmpty || regions.Contains(k.Region))
                .Select(k => AccountId.Parse(k.Account)),
        ];
}
