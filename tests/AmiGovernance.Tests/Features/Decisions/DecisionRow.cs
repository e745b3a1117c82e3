using System.Globalization;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>A row of the table.</summary>
internal sealed class DecisionRow(string line)
{
    private readonly string[] cells = line.Split(',');

    public string Policies => cells[0];
    public string Action => $"ec2:{cells[1]}";
    public AccountId Account => AccountId.Parse(cells[2]);
    public RegionName Region => RegionName.Parse(cells[7]);
    public string Principal => $"arn:{Partitions.Of(Region).Name()}:iam::{cells[2]}:{cells[3]}";
    public string Image => cells[4];
    public bool IsTemplate => Image.StartsWith("lt-", StringComparison.Ordinal);
    public string Owner => cells[5];
    public string OwnerAccount => cells[6].Length > 0 || !AccountId.IsValid(Owner) ? cells[6] : Owner;
    public DateTimeOffset Time =>
        cells[8].Length > 0 ? DateTimeOffset.Parse(cells[8], CultureInfo.InvariantCulture) : DecisionTable.Now;
    public string Decision => cells[9].Split(' ')[0];
    public string Mark =>
        cells[9].EndsWith(" marked", StringComparison.Ordinal) ? "marked"
        : IsMarkOpen ? "unknown"
        : "";
    public bool IsMarkOpen => cells[9].EndsWith(" mark-unknown", StringComparison.Ordinal);

    /// <summary>Types with ids; empty where nothing is said of what the call names.</summary>
    public string[] Named => cells.Length > 11 ? cells[11].Split(' ') : [];
    public string DependsOn => cells[10];
    public Caller Caller =>
        new(cells[2] == DecisionTable.Management, cells[3].Contains("aws-service-role", StringComparison.Ordinal));

    public ImageFacts? Facts =>
        Owner.Length == 0
            ? null
            : new ImageFacts(OwnerAccount, AccountId.IsValid(Owner) ? null : Owner) { ImageId = Image };

    public Ec2Call Call =>
        new()
        {
            Action = Action,
            Account = Account,
            PrincipalArn = Principal,
            Partition = Partitions.Of(Region),
            Region = Region,
            Time = Time,
            ImageId = IsTemplate || Image.Length == 0 ? null : Image,
            ImageOwner = Facts?.IamOwner,
            ImageOwnerAccount = OwnerAccount.Length > 0 ? OwnerAccount : null,
            NamedResources = IsTemplate ? [Arn($"launch-template/{Image.Split(':')[0]}")] : [.. Named.Select(Arn)],
            NamesAll = Named.Length > 0 && !Named[0].StartsWith("launch-template", StringComparison.Ordinal),
        };

    private string Arn(string resource)
    {
        var account = resource.StartsWith("snapshot/", StringComparison.Ordinal) ? "" : Account.Value;
        return $"arn:{Partitions.Of(Region).Name()}:ec2:{Region}:{account}:{resource}";
    }
}
