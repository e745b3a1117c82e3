using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Core.Base.Identifiers;

/// <summary>
/// An owner that AWS names by an alias instead of an account id. Each layer spells it in its own way: declarative
/// policies with underscores, the EC2 API and the IAM key `ec2:Owner` with hyphens.
/// </summary>
public enum OwnerAlias
{
    Amazon,
    AwsBackupVault,
    AwsMarketplace,
}

public static class OwnerAliases
{
    private static readonly EnumNames<OwnerAlias> Table = new(
        (OwnerAlias.Amazon, "amazon"),
        (OwnerAlias.AwsBackupVault, "aws_backup_vault"),
        (OwnerAlias.AwsMarketplace, "aws_marketplace")
    );

    /// <summary>As written in declarative policies and in our configuration, in the order of the enum.</summary>
    public static readonly IReadOnlyList<string> Names = Table.All;

    public static string DeclarativeName(this OwnerAlias alias) => Table.Of(alias);

    /// <summary>
    /// The value of `ec2:Owner`: the image's owner alias where it has one. Documented for `amazon` and
    /// `aws-marketplace`; `aws-backup-vault` is inferred from the alias that DescribeImages knows.
    /// </summary>
    public static string IamName(this OwnerAlias alias) => Table.Of(alias).Replace('_', '-');

    public static OwnerAlias? FromDeclarativeName(string name) => Table.Find(name);

    public static OwnerAlias? FromIamName(string name) =>
        name.Contains('_', StringComparison.Ordinal) ? null : FromDeclarativeName(name.Replace('-', '_'));

    /// <summary>Whether the text can be the owner of an image: an account id, or an alias in either spelling.</summary>
    public static bool IsOwner(string text) => OwnerId.TryParse(text, out _);
}
