using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Governance.Config;

/// <summary>What brings the policies to AWS: amigov itself, or another system that is given its files.</summary>
public enum Carrier
{
    Amigov,

    /// <summary>Terraform or OpenTofu.</summary>
    Terraform,
    CloudFormation,

    /// <summary>CloudFormation StackSets.</summary>
    StackSet,

    /// <summary>Landing Zone Accelerator on AWS.</summary>
    Lza,

    /// <summary>Customizations for AWS Control Tower.</summary>
    Cfct,
}

public static class Carriers
{
    private static readonly EnumNames<Carrier> Words = new(
        (Carrier.Amigov, "amigov"),
        (Carrier.Terraform, "terraform"),
        (Carrier.CloudFormation, "cloudformation"),
        (Carrier.StackSet, "stackset"),
        (Carrier.Lza, "lza"),
        (Carrier.Cfct, "cfct")
    );

    private static readonly EnumNames<Carrier> Titles = new(
        (Carrier.Amigov, "amigov"),
        (Carrier.Terraform, "Terraform"),
        (Carrier.CloudFormation, "CloudFormation"),
        (Carrier.StackSet, "CloudFormation StackSets"),
        (Carrier.Lza, "Landing Zone Accelerator"),
        (Carrier.Cfct, "Customizations for AWS Control Tower")
    );

    public static IReadOnlyList<string> All => Words.All;

    /// <summary>Those that are given files.</summary>
    public static IReadOnlyList<string> Others => [.. Words.All.Skip(1)];

    public static string Name(this Carrier carrier) => Words.Of(carrier);

    /// <summary>As people call it.</summary>
    public static string Title(this Carrier carrier) => Titles.Of(carrier);

    public static Carrier? FromName(string? name) => Words.Find(name);
}
