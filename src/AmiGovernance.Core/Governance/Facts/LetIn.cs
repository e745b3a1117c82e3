using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Governance.Facts;

/// <summary>
/// What an owner on the allow list lets in, in one sentence without a period. EC2 user guide, "Control the discovery and use of AMIs in
/// Amazon EC2 with Allowed AMIs": what each provider stands for.
/// </summary>
public static class LetIn
{
    /// <summary>Of an account whose images carry its number as their owner.</summary>
    public const string ByNumber =
        "every image that the account makes public or shares with one of yours, now and later";

    public static string By(OwnerAlias alias) =>
        alias switch
        {
            OwnerAlias.Amazon => "every image of Amazon and of every provider that AWS verified, now and later",
            OwnerAlias.AwsMarketplace =>
                "every image in AWS Marketplace that an account has subscribed to, of whatever seller",
            _ => "every backup in a logically air-gapped vault that is shared with an account",
        };

    /// <summary>Of an account, as far as it is known which owner its images carry.</summary>
    public static string ByAccount(AccountId account) =>
        KnownPublishers.Of(account.Value) is { Alias: { } alias } found
            ? $"nothing by its number: its images {found.Carry} the owner alias `{alias.IamName()}`, which the service control policy asks for"
            : ByNumber;
}
