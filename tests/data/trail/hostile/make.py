#!/usr/bin/env python3
"""Makes the files of this folder and `expected.tsv`: python3 tests/data/trail/hostile/make.py

What is expected of a file is written here by hand, after the page of AWS's documentation or the rule of docs/reference/trail.md that is named
with its group; it is never taken from a run. The same files come out each time.
"""
import base64
import bz2
import gzip
import json
import lzma
import pathlib
import struct
import zipfile
import io

FOLDER = pathlib.Path(__file__).parent / "files"
ROWS = []


def event(number, name="RunInstances", **changes):
    record = {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "AssumedRole",
            "principalId": "AROA:s",
            "arn": "arn:aws:sts::111122223333:assumed-role/Deploy/s",
            "accountId": "111122223333",
            "sessionContext": {"sessionIssuer": {"type": "Role", "arn": "arn:aws:iam::111122223333:role/Deploy"}},
        },
        "eventTime": "2026-01-02T03:04:05Z",
        "eventSource": "ec2.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "198.51.100.7",
        "userAgent": "aws-cli/2.15",
        "requestParameters": {"instancesSet": {"items": [{"imageId": "ami-0123456789abcdef0"}]}},
        "responseElements": None,
        "requestID": "r-%d" % number,
        "eventID": "00000000-0000-4000-8000-%012d" % number,
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": "111122223333",
        "eventCategory": "Management",
    }
    for key, value in changes.items():
        if value is ...:
            del record[key]
        else:
            record[key] = value
    return record


def text(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


LAUNCH, SECOND, OTHER = text(event(1)), text(event(2)), text(event(3, "DescribeInstances"))


def add(name, content, events, watched, gap=""):
    """A file, the CloudTrail events in it, those of them that count, and words of the gap; with none it is whole."""
    content = content.encode() if isinstance(content, str) else content
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / name).write_bytes(content)
    ROWS.append((name, events, watched, 4 if gap else 0, gap))


def packed(content):
    return gzip.compress(content.encode() if isinstance(content, str) else content, mtime=0)


def frame(content, checksum=None, window=None):
    """A frame of zstd (RFC 8878, section 3.1.1) with one raw block."""
    content = content.encode() if isinstance(content, str) else content
    checked = 0x04 if checksum else 0
    size = bytes([0xA0 | checked]) + struct.pack("<I", len(content))
    head = b"\x28\xb5\x2f\xfd" + (size if window is None else bytes([checked, (window - 10) << 3]))
    return head + struct.pack("<I", len(content) << 3 | 1)[:3] + content + (checksum or b"")


FLAT = {"@timestamp": "2026-01-02 03:04:05.000", "eventName": "RunInstances", "eventSource": "ec2.amazonaws.com", "eventTime": "2026-01-02T03:04:05Z", "awsRegion": "us-east-1", "recipientAccountId": "111122223333", "userIdentity.arn": "arn:aws:iam::111122223333:role/Deploy", "requestParameters.instancesSet.items.0.imageId": "ami-0123456789abcdef0"}


def records(*items):
    return '{"Records":[%s]}' % ",".join(items)


def replaced(old, new):
    assert old in LAUNCH, old
    return LAUNCH.replace(old, new, 1)


def forms():
    """CloudTrail user guide, "CloudTrail log file examples"; API references of LookupEvents, FilterLogEvents, GetQueryResults."""
    add("records.json", records(LAUNCH, OTHER, SECOND), 3, 2)
    add("records-indented.json", json.dumps({"Records": [event(1), event(3, "DescribeInstances")]}, indent=4), 2, 1)
    add("records-tabs-crlf.json", json.dumps({"Records": [event(1)]}, indent="\t").replace("\n", "\r\n"), 1, 1)
    add("records-twice.json", records(LAUNCH) + "\n" + records(SECOND), 2, 2)
    add("records-key-before.json", '{"owner":"x","Records":[%s]}' % LAUNCH, 1, 1)
    add("records-key-after.json", '{"Records":[%s],"next":{"a":[1,2,{}]}}' % LAUNCH, 1, 1)
    add("records-spaces.json", '{ "Records"  :\n [ %s , %s ] }' % (LAUNCH, SECOND), 2, 2)
    add("records-of-records.json", "[%s,%s]" % (records(LAUNCH), records(SECOND)), 2, 2)
    add("array.json", "[%s,%s]" % (LAUNCH, OTHER), 2, 1)
    add("array-of-arrays.json", "[[%s],[[%s]]]" % (LAUNCH, SECOND), 2, 2)
    add("lines.jsonl", LAUNCH + "\n" + OTHER + "\n" + SECOND + "\n", 3, 2)
    add("lines-crlf.jsonl", LAUNCH + "\r\n" + SECOND + "\r\n", 2, 2)
    add("lines-blank-between.jsonl", "\n\n" + LAUNCH + "\n\n\n" + SECOND, 2, 2)
    add("one-after-the-other.json", LAUNCH + SECOND + OTHER, 3, 2)
    add("bom.json", b"\xef\xbb\xbf" + records(LAUNCH).encode(), 1, 1)
    add("bom-between-files.json", records(LAUNCH).encode() + b"\xef\xbb\xbf" + records(SECOND).encode(), 2, 2)
    add("duplicate.json", records(LAUNCH, LAUNCH), 2, 1)
    add("duplicate-capital-id.json", records(LAUNCH, LAUNCH.replace("-4000-8000-", "-4000-8000-").replace("00000000-", "00000000-")), 2, 1)
    add("lookup.json", '{"Events":[{"EventId":"1","EventName":"RunInstances","CloudTrailEvent":%s}],"NextToken":"n"}' % text(LAUNCH), 1, 1, "the answer was cut: it names a next page")
    add("lookup-last-page.json", '{"Events":[{"EventId":"1","EventName":"RunInstances","CloudTrailEvent":%s}],"NextToken":null,"ResponseMetadata":{"NextToken":""}}' % text(LAUNCH), 1, 1)
    add("lookup-token-first.json", '{"NextToken" : "n", "Events":[{"EventId":"1","EventName":"RunInstances","CloudTrailEvent":%s}]}' % text(LAUNCH), 1, 1, "the answer was cut: it names a next page")
    add("log-events-cut.json", text({"events": [{"message": LAUNCH}], "searchedLogStreams": [{"logStreamName": "s" * 70, "searchedCompletely": False}] * 2500, "nextToken": "n"}), 1, 1, "the answer was cut: it names a next page")
    add("log-events-of-stream.json", text({"events": [{"message": LAUNCH}], "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}), 1, 1)
    insights = lambda status, matched: text({"results": [[{"field": "@message", "value": LAUNCH}]], "statistics": {"recordsMatched": matched, "recordsScanned": 9.0, "bytesScanned": 99.0}, "status": status})
    add("insights-whole.json", insights("Complete", 1.0), 1, 1)
    add("insights-running.json", insights("Running", 1.0), 1, 1, "the answer was cut: its query ended, or was asked for its rows, as `Running`")
    add("insights-timeout.json", insights("Timeout", 1.0), 1, 1, "as `Timeout`")
    add("insights-limit.json", insights("Complete", 12.0), 1, 1, "the answer was cut: it has 1 rows of 12")
    lake = lambda status, count, **more: text({"QueryStatus": status, "QueryStatistics": {"ResultsCount": 1, "TotalResultsCount": count, "BytesScanned": 9}, "QueryResultRows": [[{"eventName": "RunInstances"}, {"eventSource": "ec2.amazonaws.com"}]], **more})
    add("lake-whole.json", lake("FINISHED", 1), 1, 1)
    add("lake-running.json", lake("RUNNING", 1), 1, 1, "as `RUNNING`")
    add("lake-cut.json", lake("FINISHED", 1200), 1, 1, "the answer was cut: it has 1 rows of 1200")
    add("lake-next-page.json", lake("FINISHED", 1, NextToken="n"), 1, 1, "the answer was cut: it names a next page")
    athena = {"UpdateCount": 0, "ResultSet": {"Rows": [{"Data": [{"VarCharValue": "eventname"}, {"VarCharValue": "eventsource"}]}, {"Data": [{"VarCharValue": "RunInstances"}, {"VarCharValue": "ec2.amazonaws.com"}]}]}}
    add("athena-next-page.json", text({**athena, "NextToken": "n"}), 1, 1, "the answer was cut: it names a next page")
    add("athena-last-page.json", text(athena), 1, 1)
    add("record-beside-records.json", '{"Records":[%s],"more":[%s]}' % (LAUNCH, SECOND), 1, 1, "something that is no event stands between the events")
    add("record-before-records.json", '{"first":%s,"Records":[%s]}' % (SECOND, LAUNCH), 1, 1, "something that is no event stands between the events")
    add("note-beside-records.json", '{"query":"\\"eventName\\" = 1","Records":[%s],"exported":{"by":"tool","names":["eventName"]}}' % LAUNCH, 1, 1, "something that is no event stands between the events")
    add("lookup-without-event.json", '{"Events":[{"EventId":"1","EventName":"RunInstances","EventSource":"ec2.amazonaws.com"}]}', 0, 0, "nothing in it is a CloudTrail event")
    add("lookup-one-without-event.json", '{"Events":[{"CloudTrailEvent":%s},{"EventId":"1","EventName":"RunInstances"}]}' % text(LAUNCH), 1, 1, "1 object in it is no CloudTrail event")
    add("lookup-entry.json", '{"EventId":"1","CloudTrailEvent":%s}' % text(LAUNCH), 1, 1)
    add("lookup-no-events.json", '{"Events":[]}', 0, 0, "it holds no event")
    add("event-history.json", '{"Records":[%s]}' % LAUNCH, 1, 1)
    add("eventbridge.json", '{"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.ec2","detail":%s}' % LAUNCH, 1, 1)
    add("eventbridge-lines.jsonl", "\n".join('{"detail-type":"AWS API Call via CloudTrail","detail":%s}' % e for e in (LAUNCH, SECOND)), 2, 2)
    add("eventbridge-of-others.jsonl", '{"detail-type":"EC2 Instance State-change Notification","detail":{"instance-id":"i-1","state":"running"}}', 0, 0, "nothing in it is a CloudTrail event")
    add("sns.json", text({"Type": "Notification", "Message": '{"detail":%s}' % LAUNCH}), 1, 1)
    add("sqs-of-sns.json", text({"Messages": [{"Body": text({"Type": "Notification", "Message": LAUNCH})}]}), 1, 1)
    subscription = {"messageType": "DATA_MESSAGE", "owner": "111122223333", "logGroup": "CloudTrail", "logEvents": [{"id": "1", "timestamp": 1, "message": LAUNCH}, {"id": "2", "timestamp": 2, "message": SECOND}]}
    add("logs-subscription.json", text(subscription), 2, 2)
    add("logs-subscription-firehose", text(subscription) + text({"messageType": "CONTROL_MESSAGE", "logEvents": [{"id": "", "timestamp": 1, "message": "CWL CONTROL MESSAGE: Checking health of destination Firehose."}]}), 2, 2, "1 object in it is no CloudTrail event")
    add("logs-subscription-packed.json", text({"awslogs": {"data": base64.b64encode(packed(text(subscription))).decode()}}), 2, 2)
    add("logs-subscription-base64", base64.b64encode(packed(text(subscription))), 2, 2)
    add("logs-export", "2026-01-02T03:04:05.000Z " + LAUNCH + "\n2026-01-02T03:04:06.123Z " + SECOND + "\n", 2, 2)
    add("logs-export-000000.gz", packed("2026-01-02T03:04:05.000Z " + LAUNCH + "\n2026-01-02T03:04:06.123Z " + OTHER + "\n"), 2, 1)
    add("logs-export-words", "2026-01-02T03:04:05.000Z START RequestId: 1\n2026-01-02T03:04:06.123Z " + LAUNCH + "\n", 1, 1, "something that is no event")
    add("logs-export-only-words", "2026-01-02T03:04:05.000Z START RequestId: 1\n", 0, 0, "something that is no event")
    add("filter-log-events.json", text({"events": [{"logStreamName": "s", "timestamp": 1, "message": LAUNCH}], "searchedLogStreams": []}), 1, 1)
    add("insights.json", text([{"@timestamp": "2026-01-02 03:04:05.000", "@message": LAUNCH}, {"@timestamp": "2026-01-02 03:04:05.000", "@message": event(2)}]), 2, 2)
    add("insights-results.json", text({"results": [[{"field": "@message", "value": LAUNCH}], [{"field": "@message", "value": SECOND}]], "status": "Complete"}), 2, 2)
    add("insights.csv", '@timestamp,@message\n2026-01-02 03:04:05.000,"%s"\n' % LAUNCH.replace('"', '""'), 1, 1)
    add("athena.csv", '"eventname","eventsource","eventtime","awsregion","eventid","recipientaccountid"\n"RunInstances","ec2.amazonaws.com","2026-01-02T03:04:05Z","us-east-1","e-1","111122223333"\n', 1, 1)
    add("kinesis-lambda.json", text({"Records": [{"eventSource": "aws:kinesis", "eventName": "aws:kinesis:record", "kinesis": {"data": base64.b64encode(LAUNCH.encode()).decode()}}]}), 1, 1)
    add("small-records.json", '{"records":[%s,%s]}' % (LAUNCH, OTHER), 2, 1)
    add("small-events.json", '{"events":[%s]}' % LAUNCH, 1, 1)
    add("elastic-bulk.ndjson", '{"_index":"a","_id":"1","_source":%s}\n{"_index":"a","_id":"2","_source":%s}\n' % (LAUNCH, OTHER), 2, 1)
    add("elastic-hits.json", text({"took": 1, "hits": {"total": {"value": 2}, "hits": [{"_index": "a", "_source": event(1)}, {"_index": "a", "_source": event(2)}]}}), 2, 2)
    add("elastic-original.json", text({"_source": {"@timestamp": "x", "event": {"original": LAUNCH, "action": "RunInstances"}}}), 1, 1)
    add("elastic-fields-only.json", text({"_source": {"event": {"action": "RunInstances", "provider": "ec2.amazonaws.com"}, "aws": {"cloudtrail": {"request_id": "x"}}}}), 0, 0, "nothing in it is a CloudTrail event")
    add("splunk-result.json", text({"preview": False, "result": event(1)}) + "\n" + text({"preview": False, "lastrow": True, "result": event(2)}), 2, 2)
    add("splunk-raw.json", text({"preview": False, "result": {"_raw": LAUNCH, "_time": "2026-01-02"}}), 1, 1)
    add("splunk-results.json", text({"results": [{"_raw": LAUNCH}, {"_raw": OTHER}]}), 2, 1)
    add("datadog.json", text([{"id": "A", "content": {"attributes": event(1)}}]), 1, 1)
    add("text-of-json.json", text(LAUNCH), 1, 1)
    add("quoted.txt", "\n".join("> " + line for line in json.dumps(event(1), indent=2).split("\n")), 1, 1)
    add("fenced.txt", "```json\n" + LAUNCH + "\n```\n", 1, 1, "something that is no event")
    add("utf16-le.json", b"\xff\xfe" + LAUNCH.encode("utf-16-le"), 1, 1)
    add("utf16-be.json", b"\xfe\xff" + LAUNCH.encode("utf-16-be"), 1, 1)
    add("named.log", LAUNCH + "\n", 1, 1)
    add("named.txt", LAUNCH + "\n", 1, 1)
    add("delivery-stream-1-2026-01-02-03-04-05-4f0c", LAUNCH + SECOND, 2, 2)
    add("named.json.gz", LAUNCH, 1, 1)
    add("not-named-gz.json", packed(records(LAUNCH)), 1, 1)


def packings():
    """RFC 1952 (gzip), RFC 8878 (zstd); what other packings are called by their first bytes."""
    whole = packed(records(LAUNCH, OTHER))
    add("gzip.json.gz", whole, 2, 1)
    add("gzip-members.json.gz", packed(records(LAUNCH)) + packed(records(SECOND)), 2, 2)
    add("gzip-member-in-record.json.gz", packed(records(LAUNCH)[:500]) + packed(records(LAUNCH)[500:]), 1, 1)
    add("gzip-empty-member.json.gz", packed(records(LAUNCH)) + packed(""), 1, 1)
    add("gzip-zeros.json.gz", whole + bytes(512), 2, 1)
    add("gzip-garbage.json.gz", whole + b"garbage", 2, 1, "bytes that are no gzip follow")
    add("gzip-cut-checksum.json.gz", whole[:-3], 2, 1, "the gzip data is cut")
    add("gzip-length-wrong.json.gz", whole[:-1] + bytes([whole[-1] ^ 1]), 0, 0, "gzip data is damaged")
    add("gzip-checksum-wrong.json.gz", whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:], 0, 0, "gzip data is damaged")
    add("gzip-head-only.json.gz", whole[:10], 0, 0, "gzip data is cut")
    add("gzip-two-bytes.json.gz", b"\x1f\x8b", 0, 0, "gzip data is")
    add("gzip-of-nothing.json.gz", packed(""), 0, 0, "it holds no event")
    add("gzip-of-spaces.json.gz", packed("  \n\n "), 0, 0, "it holds no event")
    add("gzip-of-gzip.json.gz", packed(whole), 0, 0, " ")
    lines = packed(LAUNCH + "\n" + SECOND)
    add("gzip-bad-second-member.json.gz", lines + b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff", 2, 2, "gzip data is damaged")
    add("gzip-with-name.json.gz", whole[:3] + b"\x08" + whole[4:10] + b"a.json\x00" + whole[10:], 2, 1)
    add("zstd.json.zst", frame(records(LAUNCH, OTHER)), 2, 1)
    add("zstd-frames.json.zst", frame(LAUNCH) + frame("\n" + SECOND), 2, 2)
    add("zstd-frame-in-record.json.zst", frame(LAUNCH[:300]) + frame(LAUNCH[300:]), 1, 1)
    add("zstd-skippable.json.zst", b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"abcd" + frame(LAUNCH), 1, 1)
    add("zstd-not-named", frame(LAUNCH), 1, 1)
    add("zstd-cut.json.zst", frame(LAUNCH + "\n" + SECOND)[:-200], 1, 1, "zstd data is damaged or cut")
    add("zstd-cut-second.json.zst", frame(LAUNCH) + frame(SECOND)[:-200], 1, 1, "zstd data is damaged or cut")
    add("zstd-head-only.json.zst", frame(LAUNCH)[:9], 0, 0, "zstd data is damaged or cut")
    add("zstd-magic-only.json.zst", b"\x28\xb5\x2f\xfd", 0, 0, "zstd data is damaged or cut")
    add("zstd-checksum-wrong.json.zst", frame(LAUNCH, checksum=b"abcd"), 0, 0, "zstd data is damaged or cut")
    add("zstd-garbage.json.zst", frame(LAUNCH) + b"garbage", 1, 1, "zstd data is damaged or cut")
    add("zstd-window-too-large.json.zst", frame(LAUNCH, window=31), 0, 0, "needs more than 32 MB")
    add("zstd-of-nothing.json.zst", frame(""), 0, 0, "it holds no event")
    add("bzip2.json.bz2", bz2.compress(records(LAUNCH).encode()), 0, 0, "packed by bzip2")
    add("xz.json.xz", lzma.compress(records(LAUNCH).encode()), 0, 0, "packed by xz")
    add("lz4.json.lz4", b"\x04\x22\x4d\x18\x64\x40\xa7", 0, 0, "packed by lz4")
    add("snappy.json.sz", b"\xff\x06\x00\x00sNaPpY\x01\x05\x00\x00", 0, 0, "packed by snappy")
    add("compress.json.Z", b"\x1f\x9d\x90\x7b", 0, 0, "packed by compress")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("a.json"), LAUNCH)
    add("zip.zip", archive.getvalue(), 0, 0, "packed by zip")
    add("zip-empty.zip", b"PK\x05\x06" + bytes(18), 0, 0, "packed by zip")
    add("7z.7z", b"7z\xbc\xaf\x27\x1c\x00\x04", 0, 0, "packed by 7-Zip")
    add("parquet.parquet", b"PAR1" + bytes(40) + b"PAR1", 0, 0, "a table in Parquet")
    add("parquet-not-named.json", b"PAR1" + bytes(40) + b"PAR1", 0, 0, "a table in Parquet")
    add("orc.orc", b"ORC\x0a\x01", 0, 0, "a table in ORC")
    add("avro.avro", b"Obj\x01\x04\x16avro.schema", 0, 0, "a table in Avro")
    add("sqlite.db", b"SQLite format 3\x00" + bytes(84), 0, 0, "a database of SQLite")
    add("tar.tar", tar(LAUNCH.encode()), 1, 1, "something that is no event")


def tar(content):
    header = bytearray(512)
    header[0:6] = b"a.json"
    header[257:263] = b"ustar\x00"
    return bytes(header) + content + bytes(-len(content) % 512 + 1024)


def nothing():
    """What holds no event is a gap by name: it was not looked at, or there was nothing to look at."""
    add("empty.json", b"", 0, 0, "it is empty")
    add("space.json", " ", 0, 0, "it holds no event")
    add("newlines.json", "\n\r\n\n", 0, 0, "it holds no event")
    add("bom-only.json", b"\xef\xbb\xbf", 0, 0, "it holds no event")
    add("object.json", "{}", 0, 0, "nothing in it is a CloudTrail event")
    add("array-empty.json", "[]", 0, 0, "it holds no event")
    add("records-empty.json", '{"Records":[]}', 0, 0, "it holds no event")
    add("records-null.json", '{"Records":null}', 0, 0, "nothing in it is a CloudTrail event")
    add("records-of-null.json", '{"Records":[null]}', 0, 0, "something that is no event")
    add("records-of-numbers.json", '{"Records":[1,2,3]}', 0, 0, "something that is no event")
    add("null.json", "null", 0, 0, "something that is no event")
    add("true.json", "true", 0, 0, "something that is no event")
    add("number.json", "12", 0, 0, "something that is no event")
    add("text.json", '"abc"', 0, 0, "something that is no event")
    add("words.txt", "nothing to see here\n", 0, 0, "something that is no event")
    add("html.json", "<html><body>AccessDenied</body></html>", 0, 0, "something that is no event")
    add("xml-error.json", "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>", 0, 0, "something that is no event")
    add("nul-bytes.json", bytes(300), 0, 0, "something that is no event")
    add("random.bin", bytes((i * 7919 >> 3) & 0xFF for i in range(900)), 0, 0, " ")
    add("digest.json", text({"awsAccountId": "111122223333", "digestStartTime": "2026-01-02T03:00:00Z", "logFiles": [{"s3Object": "x", "hashValue": "y"}]}), 0, 0, "nothing in it is a CloudTrail event")
    add("s3-notification.json", text({"Records": [{"eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}}}]}), 0, 0, "nothing in it is a CloudTrail event")
    add("flow-log.log", "2 123456789010 eni-1 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n", 0, 0, "something that is no event")
    add("guardduty.json", text({"schemaVersion": "2.0", "type": "Recon:EC2/PortProbe", "service": {"action": {"actionType": "AWS_API_CALL"}}}), 0, 0, "nothing in it is a CloudTrail event")
    add("config-item.json", text({"configurationItems": [{"resourceType": "AWS::EC2::Instance"}]}), 0, 0, "nothing in it is a CloudTrail event")
    add("ocsf.json", text({"class_uid": 6003, "api": {"operation": "RunInstances", "service": {"name": "ec2.amazonaws.com"}}}), 0, 0, "nothing in it is a CloudTrail event")
    add("describe-images.json", text({"Images": [{"ImageId": "ami-0123456789abcdef0"}]}), 0, 0, "nothing in it is a CloudTrail event")


def damaged():
    """docs/reference/trail.md: nothing is dropped in silence; what is whole is read all the same."""
    good = SECOND
    damage = "an event is damaged"
    add("cut-in-record.json", records(LAUNCH, SECOND)[:-100], 1, 1, "it ends in the middle")
    add("cut-in-text.json", LAUNCH[:60], 0, 0, "it ends in the middle")
    add("cut-after-record.json", '{"Records":[' + LAUNCH + ",", 1, 1, "it ends in the middle")
    add("bracket-too-many.json", records(LAUNCH) + "]", 1, 1, "brackets do not match")
    add("bracket-wrong.json", '{"Records":[' + LAUNCH + "}]", 1, 1, "brackets do not match")
    add("no-comma.json", '{"Records":[' + LAUNCH + SECOND + "]}", 2, 2)
    add("trailing-comma.json", '{"Records":[' + LAUNCH + ",]}", 1, 1)
    add("words-between.json", LAUNCH + "\nhello\n" + SECOND, 2, 2, "something that is no event")
    add("number-between.json", records(LAUNCH, "7", SECOND), 2, 2, "something that is no event")
    add("comment.json", "// exported\n" + LAUNCH, 1, 1, "something that is no event")
    add("colon-missing.json", records(replaced('"awsRegion":', '"awsRegion" '), good), 1, 1, damage)
    add("quotes-single.json", records("{'eventName':'RunInstances'}", good), 1, 1, damage)
    add("key-unquoted.json", records("{eventName:1}", good), 1, 1, damage)
    add("comma-in-object.json", records(replaced('"awsRegion":"us-east-1",', '"awsRegion":"us-east-1",,'), good), 1, 1, damage)
    add("nan.json", records(replaced('"readOnly":false', '"readOnly":NaN'), good), 1, 1, damage)
    add("newline-in-text.json", records(replaced("us-east-1", "us-\neast-1"), good), 1, 1, damage)
    add("control-in-text.json", records(replaced("us-east-1", "us-\x01east-1"), good), 1, 1, damage)
    add("nul-in-text.json", records(replaced("us-east-1", "us-\x00east-1"), good), 1, 1, damage)
    add("escape-unknown.json", records(replaced("us-east-1", "us-\\xeast-1"), good), 1, 1, damage)
    add("escape-cut.json", records(replaced("us-east-1", "us-\\u12"), good), 1, 1, damage)
    add("deep.json", records(replaced('"requestParameters":{', '"requestParameters":{"x":' + "[" * 600 + "]" * 600 + ","), good), 1, 1, damage)
    add("deep-objects.json", records(replaced('"requestParameters":{', '"requestParameters":{"x":' + '{"a":' * 600 + "1" + "}" * 600 + ","), good), 1, 1, damage)
    add("deep-allowed.json", records(replaced('"requestParameters":{', '"requestParameters":{"x":' + "[" * 400 + "]" * 400 + ","), good), 2, 2)
    add("lists-too-deep.json", "[" * 40 + LAUNCH + "]" * 40, 0, 0, "nested too deep")
    unread = {"error-code": ("eventCategory", "errorCode"), "error-message": ("eventCategory", "errorMessage")}
    for name, key in (("region", "awsRegion"), ("address", "sourceIPAddress"), ("account", "recipientAccountId"), ("id", "eventID"), ("name", "eventName"), ("source", "eventSource"), ("time", "eventTime"), ("version", "eventVersion"), ("category", "eventCategory")):
        value = event(1)[key]
        add("surrogate-%s.json" % name, records(replaced('"%s":"%s"' % (key, value), '"%s":"%s\\ud800"' % (key, value)), good), 1, 1, damage)
        if key == "eventName":
            continue
        broken = replaced('"%s":"%s"' % (key, value), '"%s":"%s~~"' % (key, value)).encode().replace(b"~~", b"\xff\xfe")
        add("bytes-%s.json" % name, b'{"Records":[' + broken + b"," + good.encode() + b"]}", 1, 1, damage)
    for name, (before, key) in unread.items():
        with_text = lambda value: ('{"Records":[' + replaced('"%s":' % before, '"%s":"~~","%s":' % (key, before)) + "," + good + "]}").encode().replace(b"~~", value)
        add("surrogate-%s.json" % name, with_text(b"\\ud800 x"), 1, 1, damage)
        add("surrogate-low-%s.json" % name, with_text(b"x \\udc00"), 1, 1, damage)
        add("bytes-%s.json" % name, with_text(b"\xff\xfe"), 1, 1, damage)
        add("overlong-%s.json" % name, with_text(b"\xc0\xaf"), 1, 1, damage)
        add("emoji-%s.json" % name, with_text("\U0001F600 \\ud83d\\ude00".encode()), 2, 2)
    for name, old in (("arn", "assumed-role/Deploy/s"), ("issuer", "role/Deploy"), ("image", "ami-0123456789abcdef0")):
        add("surrogate-%s.json" % name, records(replaced(old, old + "\\ud800"), good), 1, 1, damage)
        add("bytes-%s.json" % name, records(replaced(old, old + "~~"), good).encode().replace(b"~~", b"\xed\xa0\x80"), 1, 1, damage)
    # What is not read of a record may be anything, and so may the name of a call that is not watched.
    add("bytes-name.json", records(replaced('"RunInstances"', '"RunInstances~~"'), good).encode().replace(b"~~", b"\xff\xfe"), 2, 1)
    add("bytes-user-agent.json", records(replaced("aws-cli/2.15", "~~"), good).encode().replace(b"~~", b"\xff\xfe"), 2, 2)
    add("surrogate-of-other-call.json", records(OTHER.replace("us-east-1", "\\ud800"), good), 2, 1)
    add("lookup-surrogate.json", '{"Events":[{"CloudTrailEvent":"{\\"eventName\\":\\"RunInstances\\ud800\\"}"},{"CloudTrailEvent":%s}]}' % text(good), 1, 1, damage)
    add("lookup-cut-inside.json", '{"Events":[{"CloudTrailEvent":"{\\"eventName\\":"},{"CloudTrailEvent":%s}]}' % text(good), 1, 1, damage)


def damaged_in_others():
    """The same: one that is cut costs no other, in whatever it stands."""
    damage = "an event is damaged"
    cut = LAUNCH[:-100]
    others = [text(event(number)) for number in range(11, 15)]
    add("lines-one-cut.jsonl", "\n".join([others[0], cut, others[1], others[2]]) + "\n", 3, 3, "1 event is cut or damaged")
    add("lines-two-cut.jsonl", "\n".join([others[0], cut, others[1], cut[:200], others[2]]) + "\n", 3, 3, "2 events are cut or damaged")
    add("lines-one-cut-crlf.jsonl", "\r\n".join([others[0], cut, others[1]]) + "\r\n", 2, 2, "1 event is cut or damaged")
    add("lines-first-cut.jsonl", "\n".join([cut, others[1]]), 1, 1, "1 event is cut or damaged")
    add("lines-quote-open.jsonl", "\n".join([others[0], '{"eventName":"RunInst', others[1], others[2]]), 3, 3, "1 event is cut or damaged")
    add("lines-bracket-too-many.jsonl", "\n".join([others[0], others[1] + "}", others[2], others[3]]), 4, 4, "1 event is cut or damaged")
    add("lines-of-files-one-cut.jsonl", "\n".join([records(*others[:2]), records(LAUNCH)[:-100], records(*others[2:])]), 4, 4, "1 event is cut or damaged")
    add("lines-of-arrays-one-cut.jsonl", "\n".join(["[%s]" % others[0], "[%s" % cut, "[%s]" % others[1]]), 2, 2, "1 event is cut or damaged")
    add("lines-one-cut.jsonl.gz", packed("\n".join([others[0], cut, others[1], others[2]]) + "\n"), 3, 3, "1 event is cut or damaged")
    add("lines-one-cut-cut.jsonl.gz", packed("\n".join([others[0], cut, others[1], others[2]]) + "\n")[:-6], 3, 3, "the gzip data is cut")
    add("logs-export-one-cut", "".join("2026-01-02T03:04:05.000Z %s\n" % line for line in (others[0], cut, others[1])), 2, 2, "1 event is cut or damaged")
    message = lambda line: {"id": "1", "timestamp": 1, "message": line}
    subscription = lambda *lines: text({"messageType": "DATA_MESSAGE", "logEvents": [message(line) for line in lines]})
    add("logs-subscription-one-cut.json", subscription(others[0], cut, others[1]), 2, 2, damage)
    add("logs-subscription-cut-early.json", subscription(others[0], LAUNCH[:18], others[1]), 2, 2, damage)
    add("logs-subscription-words.json", subscription(others[0], "[WARN] eventName RunInstances was here", "[host] {a} eventName", others[1]), 2, 2)
    add("logs-subscription-python.json", subscription(others[0], "{'eventVersion': '1.11', 'eventName': 'RunInstances'}"), 1, 1, "it begins as an object, and is no JSON")
    add("logs-subscription-closed-early.json", subscription(others[0], LAUNCH.replace('":{"type"', '"}ype"', 1)), 1, 1, damage)
    add("logs-subscription-without-name.json", subscription(others[0], text(event(1, eventName=...))), 1, 1, "1 object in it is no CloudTrail event")
    add("logs-subscription-words-and-record.json", subscription("host app[1]: " + others[0], others[1] + " end", "[INFO] {a} " + others[2]), 3, 3)
    add("logs-subscription-words-and-cut.json", subscription("host app: " + cut, others[1]), 1, 1, damage)
    add("logs-subscription-half-pair.json", subscription(others[0], "x").replace('"x"', '"{\\ud800"') , 1, 1, damage)
    add("logs-subscription-not-a-call.json", subscription(others[0], text(event(1, eventSource=...))), 1, 1, "1 object in it is no CloudTrail event")
    add("queue-one-cut.json", text({"Messages": [{"Body": records(*others[:2])}, {"Body": records(LAUNCH)[:-50]}]}), 2, 2, damage)
    add("queue-one-half-pair.json", text([{"Body": others[0]}, {"Body": "x"}]).replace('"x"', '"\\ud800"'), 1, 1, damage)
    add("lookup-array-one-cut.json", text([{"CloudTrailEvent": others[0]}, {"CloudTrailEvent": cut}]), 1, 1, damage)
    field = lambda name, value: {"field": name, "value": value}
    row = lambda line: [field("@timestamp", "2026-01-02 03:04:05.000"), field("@message", line)]
    add("insights-results-one-cut.json", text({"results": [row(others[0]), row(cut), row(others[1])]}), 2, 2, damage)
    named = [field(name, value) for name, value in FLAT.items()]
    add("insights-results-without-source.json", text({"results": [named, [cell for cell in named if cell["field"] != "eventSource"] + [field("eventSource", "")]]}), 1, 1, "1 object in it is no CloudTrail event")
    batch = packed(subscription(*others))
    base64_of = lambda content: base64.b64encode(content).decode()
    whole = base64_of(packed(LAUNCH))
    add("streams-one-cut.json", text({"batch": [{"data": base64_of(batch[: len(batch) * 2 // 3])}, {"data": whole}]}), 1, 1, damage)
    add("streams-one-without-end.json", text({"batch": [{"data": base64_of(packed("\n".join(others))[:-6])}, {"data": whole}]}), 5, 5, "the gzip data is cut")
    add("streams-one-text-cut.json", text({"batch": [{"data": base64_of(batch)[:-5]}, {"data": whole}]}), 5, 5, "the gzip data is cut")
    add("streams-one-no-base64.json", text({"batch": [{"data": "H4sI*" + base64_of(batch)[5:]}, {"data": whole}]}), 1, 1, "its Base64 data is damaged")
    add("streams-one-checksum-wrong.json", text({"batch": [{"data": base64_of(batch[:-6] + b"xx" + batch[-4:])}, {"data": whole}]}), 1, 1, "its gzip data is damaged")
    add("streams-lines-one-cut.json", text({"batch": [{"data": base64_of(packed("\n".join([others[0], cut, others[1]])))}, {"data": whole}]}), 3, 3, damage)
    add("stream-of-table.json", text({"Records": [{"eventID": "1", "eventName": "INSERT", "eventVersion": "1.0", "eventSource": "aws:dynamodb", "awsRegion": "us-east-1", "dynamodb": {"NewImage": {"event": {"S": LAUNCH}}}}]}), 1, 1)
    deep = others[0]
    for _ in range(9):
        deep = text({"m": {"n": deep}})
    add("wrapped-too-deep.json", text({"a": [json.loads(deep), event(12)]}), 1, 1, "it is wrapped more than 16 deep")
    quoted = lambda line: '2026-01-02 03:04:05.000,"%s"\n' % line.replace('"', '""')
    table = "@timestamp,@message\n" + "".join(map(quoted, (others[0], cut, others[1], others[2])))
    add("table-one-cut.csv", table, 3, 3, damage)
    add("table-words.csv", table.replace(quoted(cut), quoted("START RequestId: 1") + "\n\n"), 3, 3, "1 row in it is no CloudTrail event")
    add("table-cut.csv", table[:-100], 2, 2, damage)
    add("table-cut.csv.gz", packed(table.replace(quoted(cut), ""))[:-6], 3, 3, "the gzip data is cut")
    add("table-quote-missing.csv", table.replace(quoted(cut), "") .replace('}"\n', "}\n", 1), 1, 1, "cells instead of 2")
    columns = "eventtime,eventsource,eventname,requestparameters\n"
    line = lambda source: '2026-01-02T03:04:05Z,%s,RunInstances,"%s"\n' % (source, '{""imageId"":""ami-0123456789abcdef0""}')
    call = line("ec2.amazonaws.com")
    add("table-of-columns.csv", columns + call + "\n" + call, 2, 2)
    add("table-of-columns-without-source.csv", columns + call + line("") + line("") + call, 2, 2, "2 rows in it are no CloudTrail events")
    add("table-of-columns-cut-cell.csv", columns + call + call.replace('""}"', '""'+ '"') + call, 2, 2, "its `requestparameters` is cut or damaged")
    add("table-of-columns-cut-row.csv", columns + call + "2026-01-02T03:04:05Z,ec2.ama\n" + call, 2, 2, "2 cells instead of 4")
    add("table-of-columns-cut.csv", (columns + call + call)[:-9], 1, 1, "the last cell of the table has no end")
    damaged_results = bytearray(packed(text({"results": [row(text(event(n, requestID="%x" % (n * 2654435761 % 2**32)))) for n in range(4000)]})))
    middle = len(damaged_results) // 2
    damaged_results[middle : middle + 64] = b"\xff" * 64
    add("insights-results-damaged.json.gz", bytes(damaged_results), 0, 0, "the gzip data is damaged")
    whole_frame, cut_frame = frame('{"results":['), frame(text(row(LAUNCH)))[:-50]
    add("insights-results-cut.json.zst", whole_frame + cut_frame, 0, 0, "zstd data is damaged or cut")


def types():
    """A record may say anything: wrong types are no value (CloudTrail user guide, "CloudTrail record contents")."""
    for name, value in (("null", None), ("number", 7), ("array", ["RunInstances"]), ("object", {"a": "RunInstances"}), ("true", True)):
        add("name-%s.json" % name, records(text(event(1, value)), SECOND), 1, 1, "1 object in it is no CloudTrail event")
        add("identity-%s.json" % name, records(text(event(1, userIdentity=value))), 1, 1)
        add("request-%s.json" % name, records(text(event(1, requestParameters=value))), 1, 1)
        add("response-%s.json" % name, records(text(event(1, responseElements=value))), 1, 1)
        add("account-%s.json" % name, records(text(event(1, recipientAccountId=value))), 1, 1)
        add("id-%s.json" % name, records(text(event(1, eventID=value)), text(event(1, eventID=value))), 2, 2)
        add("addendum-%s.json" % name, records(text(event(1, addendum=value)), text(event(2, addendum={"originalEventID": value}))), 2, 2)
    add("name-missing.json", records(text(event(1, eventName=...)), SECOND), 1, 1, "1 object in it is no CloudTrail event")
    add("source-missing.json", records(text(event(1, eventSource=...)), SECOND), 1, 1, "1 object in it is no CloudTrail event")
    add("source-missing-of-other-call.json", records(text(event(1, "DescribeInstances", eventSource=...)), SECOND), 1, 1, "1 object in it is no CloudTrail event")
    add("account-without-zeros.json", records(text(event(1, recipientAccountId=11122223333))), 1, 1)
    add("identity-text.json", records(text(event(1, userIdentity=text(event(1)["userIdentity"]), recipientAccountId=...))), 1, 1)
    add("identity-text-cut.json", records(text(event(1, userIdentity=text(event(1)["userIdentity"])[:-9])), SECOND), 1, 1, "its `userIdentity` is cut or damaged")
    add("request-text-cut.json", records(text(event(1, requestParameters=text(event(1)["requestParameters"])[:-5])), SECOND), 1, 1, "its `requestParameters` is cut or damaged")
    add("request-text-and-key-twice.json", records(text(event(1, requestParameters='{"imageId":"ami-1","imageId":"ami-2"}')), SECOND), 1, 1, "its `requestParameters` is cut or damaged")
    add("flat.json", text([FLAT, FLAT]), 2, 2)
    add("flat-without-source.json", text([{key: value for key, value in FLAT.items() if key != "eventSource"}, FLAT]), 1, 1, "1 object in it is no CloudTrail event")
    add("flat-negative-place.csv", "eventName,eventSource,requestParameters.a.-1.b,requestParameters.a.9.b\nRunInstances,ec2.amazonaws.com,1,2\n", 1, 1)
    add("request-text.json", records(text(event(1, requestParameters='{"imageId":"ami-0123456789abcdef0"}'))), 1, 1)
    add("time-number.json", records(text(event(1, eventTime=1767323045))), 1, 1)
    add("time-nonsense.json", records(text(event(1, eventTime="yesterday"))), 1, 1)
    add("time-year-9999.json", records(text(event(1, eventTime="9999-12-31T23:59:59Z"))), 1, 1)
    add("time-year-0.json", records(text(event(1, eventTime="0000-00-00T00:00:00Z"))), 1, 1)
    add("number-huge.json", records(replaced('"readOnly":false', '"readOnly":' + "9" * 400), SECOND), 2, 2)
    add("number-exponent.json", records(replaced('"readOnly":false', '"readOnly":1e9999'), SECOND), 2, 2)
    add("keys-twice.json", records(replaced('"awsRegion":', '"awsRegion":"eu-west-1","awsRegion":')), 1, 1)
    add("keys-escaped.json", records(LAUNCH.replace('"eventName"', '"event\\u004eame"')), 1, 1)
    add("name-escaped.json", records(LAUNCH.replace('"RunInstances"', '"Run\\u0049nstances"')), 1, 1)
    add("name-only-inside.json", records('{"requestParameters":{"eventName":"RunInstances"}}', SECOND), 1, 1, "1 object in it is no CloudTrail event")
    add("name-inside-too.json", records(text(event(1, "DescribeInstances", requestParameters={"eventName": "RunInstances"}))), 1, 0)
    add("text-of-10000.json", records(text(event(1, errorCode="x" * 10000, errorMessage="y" * 10000))), 1, 1)
    add("version-2.json", records(text(event(1, eventVersion="2.0"))), 1, 1)
    add("version-missing.json", records(text(event(1, eventVersion=...))), 1, 1)
    add("insight.json", records(text(event(1, eventCategory="Insight"))), 1, 0)
    add("data-event.json", records(text(event(1, eventCategory="Data"))), 1, 0)
    add("other-service.json", records(text(event(1, eventSource="other.amazonaws.com"))), 1, 0)


def meaning():
    """docs/reference/trail.md, "What is counted"."""
    correction = lambda number, of: text(event(number, addendum={"reason": "UPDATED_DATA", "updatedFields": "errorCode", "originalRequestID": "r-1", "originalEventID": "00000000-0000-4000-8000-%012d" % of}))
    add("correction.json", records(LAUNCH, correction(9, 1)), 2, 1)
    add("correction-first.json", records(correction(9, 1), LAUNCH), 2, 1)
    add("correction-twice.json", records(LAUNCH, correction(8, 1), correction(9, 1)), 3, 1)
    add("correction-of-itself.json", records(correction(1, 1)), 1, 1)
    add("delivery-delay.json", records(LAUNCH, text(event(2, addendum={"reason": "DELIVERY_DELAY"}))), 2, 2)
    add("service-outage.json", records(text(event(2, addendum={"reason": "SERVICE_OUTAGE"}))), 1, 1)
    omitted = {"omitted": True, "originalSize": 123456, "reason": "requestParameters too large"}
    add("omitted.json", records(text(event(1, requestParameters=omitted)), SECOND), 2, 2, "CloudTrail left out the parameters of 1 call")
    add("omitted-with-answer.json", records(text(event(1, requestParameters=omitted, responseElements={"instancesSet": {"items": [{"imageId": "ami-0123456789abcdef0"}]}}))), 1, 1)
    add("omitted-of-other-call.json", records(text(event(1, "DescribeInstances", requestParameters=omitted))), 1, 0)
    add("parameter.json", records(text(event(1, requestParameters={"instancesSet": {"items": [{"imageId": "resolve:ssm:/golden/linux:prod"}]}}))), 1, 1)
    add("image-life.json", records(*[text(event(i, name, requestParameters={"imageId": "ami-0123456789abcdef0"})) for i, name in enumerate(("DeregisterImage", "DisableImage", "EnableImage", "EnableImageDeprecation", "DisableImageDeprecation", "EnableImageDeregistrationProtection", "DisableImageDeregistrationProtection"), 1)]), 7, 7)
    add("fleet-denied.json", records(text(event(1, "CreateFleet", responseElements={"CreateFleetResponse": {"errorSet": {"item": {"errorCode": "UnauthorizedOperation", "errorMessage": "You are not authorized"}}}}))), 1, 1)
    add("fleet-odd-errors.json", records(text(event(1, "CreateFleet", responseElements={"CreateFleetResponse": {"errorSet": [[{"errorCode": 7, "errorMessage": None}]], "fleetInstanceSet": {"item": {"instanceIds": [["i-1"]]}}}}))), 1, 1)
    add("auto-scaling-refused.json", records(text(event(1, "UpdateAutoScalingGroup", eventSource="autoscaling.amazonaws.com", errorCode="AccessDenied", errorMessage="You are not authorized to use launch template: lt-0abc"))), 1, 1)
    add("auto-scaling-done.json", records(text(event(1, "UpdateAutoScalingGroup", eventSource="autoscaling.amazonaws.com"))), 1, 0)
    add("guardrail.json", records(text(event(1, "DetachPolicy", eventSource="organizations.amazonaws.com", requestParameters={"policyId": "p-1", "targetId": "r-1"}))), 1, 1)


for group in (forms, packings, nothing, damaged, damaged_in_others, types, meaning):
    group()
assert len({row[0].lower() for row in ROWS}) == len(ROWS), "a name comes twice"
for old in FOLDER.iterdir():
    if old.name not in {row[0] for row in ROWS}:
        old.unlink()
lines = ["file\tevents\twatched\texit code\tthe gap says"] + ["\t".join(map(str, row)) for row in sorted(ROWS)]
(FOLDER.parent / "expected.tsv").write_text("\n".join(lines) + "\n")
print(len(ROWS), "files,", sum(f.stat().st_size for f in FOLDER.iterdir()), "bytes")
