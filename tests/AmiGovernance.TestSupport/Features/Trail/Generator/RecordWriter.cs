using System.Globalization;
using System.Text;

namespace AmiGovernance.TestSupport.Features.Trail.Generator;

/// <summary>
/// Writes CloudTrail records in the shape that AWS writes (CloudTrail user guide, "CloudTrail record contents"; EC2 examples from
/// published recordings): compact, `eventVersion` first, EC2 keys in lower camel case with `items` wrappers.
/// </summary>
internal sealed class RecordWriter(StringBuilder text, Random random)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public void Write(GeneratedEvent e)
    {
        text.Append("{\"eventVersion\":\"1.").Append(e.Id[0] % 2 == 0 ? "08" : "11").Append("\",\"userIdentity\":");
        WriteIdentity(e);
        text.Append(
            Culture,
            $",\"eventTime\":\"{e.Time:yyyy-MM-dd'T'HH:mm:ss'Z'}\",\"eventSource\":\"{e.Source}\",\"eventName\":\"{e.Name}\",\"awsRegion\":\"{e.Region}\""
        );
        var service = e.Caller.Service;
        text.Append(
            Culture,
            $",\"sourceIPAddress\":\"{(service.Length > 0 ? service : $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}")}\",\"userAgent\":\""
        );
        text.Append(
                service.Length > 0
                    ? service
                    : "aws-cli/2.17.9 md/awscrt#0.20.11 ua/2.0 os/linux#6.1.94 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard"
            )
            .Append('"');
        if (e.ErrorCode is { } code)
            text.Append(",\"errorCode\":\"")
                .Append(code)
                .Append("\",\"errorMessage\":\"")
                .Append(e.ErrorMessage)
                .Append('"');
        text.Append(",\"requestParameters\":")
            .Append(e.Request)
            .Append(",\"responseElements\":")
            .Append(e.ErrorCode is null ? e.Response : "null");
        text.Append(",\"requestID\":\"")
            .Append(Uuid())
            .Append("\",\"eventID\":\"")
            .Append(e.Id)
            .Append("\",\"readOnly\":")
            .Append(e.ReadOnly ? "true" : "false");
        text.Append(",\"eventType\":\"AwsApiCall\",\"managementEvent\":true,\"recipientAccountId\":\"")
            .Append(e.Caller.Account)
            .Append("\",\"eventCategory\":\"Management\"");
        if (service.Length == 0)
            text.Append(
                Culture,
                $",\"tlsDetails\":{{\"tlsVersion\":\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\"{e.Source[..e.Source.IndexOf('.', StringComparison.Ordinal)]}.{e.Region}.amazonaws.com\"}}"
            );
        text.Append('}');
    }

    public string Uuid()
    {
        var hex = GeneratedOrganization.Hex(random, 32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private void WriteIdentity(GeneratedEvent e)
    {
        var (account, principal) = (e.Caller.Account, e.Caller.Principal);
        var name = principal[(principal.LastIndexOf('/') + 1)..];
        if (principal.Contains(":user/", StringComparison.Ordinal))
        {
            text.Append(
                Culture,
                $"{{\"type\":\"IAMUser\",\"principalId\":\"AIDA{Key(name)}\",\"arn\":\"{principal}\",\"accountId\":\"{account}\",\"accessKeyId\":\"AKIA{Key(name)}\",\"userName\":\"{name}\"}}"
            );
            return;
        }
        var session = e.Caller.Service.Length > 0 ? "AutoScaling" : $"session-{e.Id[..6]}";
        text.Append(
            Culture,
            $"{{\"type\":\"AssumedRole\",\"principalId\":\"AROA{Key(name)}:{session}\",\"arn\":\"arn:aws:sts::{account}:assumed-role/{name}/{session}\",\"accountId\":\"{account}\""
        );
        text.Append(
            Culture,
            $",\"accessKeyId\":\"ASIA{Key(e.Id)}\",\"sessionContext\":{{\"sessionIssuer\":{{\"type\":\"Role\",\"principalId\":\"AROA{Key(name)}\",\"arn\":\"{principal}\",\"accountId\":\"{account}\",\"userName\":\"{name}\"}}"
        );
        text.Append(
            Culture,
            $",\"attributes\":{{\"creationDate\":\"{e.Time.AddMinutes(-7):yyyy-MM-dd'T'HH:mm:ss'Z'}\",\"mfaAuthenticated\":\"false\"}}}}"
        );
        if (e.Caller.Service.Length > 0)
            text.Append(",\"invokedBy\":\"").Append(e.Caller.Service).Append('"');
        text.Append('}');
    }

    /// <summary>Sixteen characters that depend on the seed alone.</summary>
    private static string Key(string seed)
    {
        var hash = seed.Aggregate(17UL, (h, c) => h * 6364136223846793005UL + c);
        return string.Create(
            16,
            hash,
            static (key, hash) =>
            {
                for (var i = 0; i < key.Length; i++, hash = hash * 6364136223846793005UL + 1442695040888963407UL)
                    key[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(int)(hash >> 59)];
            }
        );
    }
}

/// <param name="Request">JSON text, as are the response and its parts.</param>
internal sealed record GeneratedEvent(
    string Id,
    DateTime Time,
    string Source,
    string Name,
    string Region,
    GeneratedCaller Caller,
    string Request,
    string Response,
    bool ReadOnly
)
{
    public string? ErrorCode { get; init; }

    public string ErrorMessage { get; init; } = "";
}
