using AmiGovernance.Aws.Protocol;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Watch;

namespace AmiGovernance.Aws.Watch;

/// <summary>
/// AWS Account Management (Account Management API reference, "GetAlternateContact"). The caller is in the management account, or in an
/// account that administers Account Management, which needs trusted access; needs `account:GetAlternateContact`.
/// </summary>
/// <param name="open">A client, for one use.</param>
/// <param name="identity">The caller.</param>
internal sealed class AccountContactsClient(Func<JsonServiceClient> open, IAwsIdentity identity) : IAccountContacts
{
    public async Task<string?> FindOperationsContact(AccountId account, CancellationToken cancel)
    {
        // The management account cannot name itself.
        var isOwn = (await identity.GetCallerIdentity(cancel)).Account == account;
        using var client = open();
        var calls = new JsonCalls(client, "account", new CallPlace(account, null));
        var answer = await calls.CallOrNull(
            "GetAlternateContact",
            writer =>
            {
                writer.WriteString("AlternateContactType", "OPERATIONS");
                if (!isOwn)
                    writer.WriteString("AccountId", account.Value);
            },
            cancel
        );
        return answer?.Member("AlternateContact").Text("EmailAddress") is { Length: > 0 } address ? address : null;
    }
}
