using System.Collections.Immutable;
using AmiGovernance.Aws.Organizations;
using AmiGovernance.Aws.Session;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Ports;
using AmiGovernance.Core.Ports.Calibration;

namespace AmiGovernance.Aws.Calibration;

/// <summary>Calls of experiments, in the protocol of their service.</summary>
internal sealed class ExperimentClient(AwsSession session) : IExperimentCalls
{
    private const string Ec2Version = "2016-11-15";

    private string Region => session.Region.SystemName;

    public async Task<ServiceAnswer> Make(AccountId? account, ServiceCall call, CancellationToken cancel)
    {
        try
        {
            var values = await AwsCalls.Run(
                call.Action,
                CallPlace.Of(account, call.Region ?? Region),
                () => Values(account, call, cancel),
                cancel
            );
            return new ServiceAnswer("", "", values);
        }
        catch (AwsException e)
        {
            return new ServiceAnswer(
                e.Failure.Code,
                e.Failure.Message,
                e.Failure.Reason is { } reason
                    ? ImmutableSortedDictionary<string, string>.Empty.Add("Reason", reason)
                    : ImmutableSortedDictionary<string, string>.Empty
            );
        }
    }

    private async Task<ImmutableSortedDictionary<string, string>> Values(
        AccountId? account,
        ServiceCall call,
        CancellationToken cancel
    )
    {
        switch (call.Service)
        {
            case "organizations":
                var home = OrganizationsClient.RegionIn(session.Region.PartitionName);
                using (var client = session.Json("Organizations", "organizations", OrganizationsClient.Target, home))
                    return FlatAnswer.Of(await client.Call(call.Operation, FlatRequest.Json(call.Parameters), cancel));
            case "cloudtrail":
                using (var client = await session.CloudTrail(await In(account, cancel), Region, cancel))
                    return FlatAnswer.Of(await client.Call(call.Operation, FlatRequest.Json(call.Parameters), cancel));
            case "ec2":
                using (
                    var client = await session.Ec2Query(
                        await In(account, cancel),
                        call.Region ?? Region,
                        Ec2Version,
                        cancel
                    )
                )
                    return FlatAnswer.Of(await client.CallWhole(call.Operation, call.Parameters, cancel));
            default:
                throw new ArgumentException($"no experiment can call {call.Action}", nameof(call));
        }
    }

    private async Task<AccountId> In(AccountId? account, CancellationToken cancel) =>
        account ?? (await session.GetCallerIdentity(cancel)).Account;
}
