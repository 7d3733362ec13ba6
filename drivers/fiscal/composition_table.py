"""Which requisites a document of ФФД 1.05, 1.1 and 1.2 holds: spec/ffd.md 2.1 and 2.2 as data, to be read beside it.

A cell has one letter for each version: M mandatory, C mandatory in the case that `conditions` names (where it names
none, a document alone does not tell), R recommended, O optional, p asked for on paper only (registers may record it
too), - has no place there. The letter of 1.2 for payments (1031 …) and 1212, 1214 is O though this server sends them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from drivers.model.ffd import DocumentForm, FfdVersion

VERSIONS = (FfdVersion.V1_05, FfdVersion.V1_1, FfdVersion.V1_2)

_DOCUMENTS = """
tag   1    11   2    21   3    31   5    6

1209  MMM  MMM  MMM  MMM  MMM  MMM  MMM  MMM
1037  MMM  MMM  MMM  MMM  MMM  MMM  MMM  MMM
1012  MMM  MMM  MMM  MMM  MMM  MMM  MMM  MMM
1040  MMM  MMM  MMM  MMM  MMM  MMM  MMM  MMM
1041  MMM  MMM  MMM  MMM  MMM  MMM  MMM  MMM
1077  MMM  MMM  MMM  MMM  MMM  MMM  MMM  MMM
1000  ppp  ppp  ppp  ppp  ppp  ppp  ppp  ppp
1021  CCC  CCC  CCC  ---  CCC  CCC  CCC  CCC
1203  OOO  OOO  OOO  ---  OOO  OOO  OOO  OOO

1048  MMM  MMM  ppp  ppp  OOO  OOO  ppp  MMM
1018  MMM  MMM  MMM  MMM  ppp  ppp  MMM  MMM
1009  CCM  CCM  ppp  ppp  CCM  CCM  ppp  CCM
1187  CCM  CCM  ppp  ppp  CCM  CCM  ppp  CCM
1062  OOO  OOO  ---  ---  ---  ---  ---  ---
1055  ---  ---  ---  ---  MMM  MMM  ---  ---
1002  MMM  MMM  ---  CCC  ---  ---  ---  ---
1056  MMM  MMM  ---  ---  ---  ---  ---  ---
1001  MMM  MMM  ---  ---  ---  ---  ---  ---
1036  CCC  CCC  ---  ---  CCC  CCC  ---  ---
1221  MM-  MM-  ---  ---  ---  ---  ---  ---
1110  MM-  MM-  ---  ---  ---  ---  ---  ---
1108  MM-  MM-  ---  ---  CCC  CCC  ---  ---
1207  RM-  RM-  ---  ---  ---  ---  ---  ---
1109  OO-  OO-  ---  ---  ---  ---  ---  ---
1193  RM-  RM-  ---  ---  ---  ---  ---  ---
1126  RM-  RM-  ---  ---  ---  ---  ---  ---
1290  --M  --M  ---  ---  ---  ---  ---  ---
1057  OO-  OO-  ---  ---  CC-  CC-  ---  ---
1013  MMM  MMM  ---  ---  ---  ---  ---  ---
1188  MMM  MMM  MMM  ---  ---  ---  ---  ---
1189  MMM  MMM  MMM  ---  ---  ---  ---  ---
1190  RMM  RMM  ---  ---  ---  ---  ---  ---
1213  RMM  RMM  ---  --M  ---  ---  RMM  ---
1060  CCC  CCC  ---  ---  ppp  ppp  ---  ---
1117  CCC  CCC  ---  ---  CCC  CCC  ---  ---
1017  CCC  CCC  ---  ---  ---  ---  ---  ---
1046  CCC  CCC  ---  ---  ---  ---  ---  ---
1101  ---  C--  ---  ---  ---  ---  ---  ---
1205  ---  -CM  ---  ---  ---  ---  ---  ---

1050  ---  ---  CCC  ---  ---  ---  CCC  ---
1051  ---  ---  CCC  ---  ---  ---  CCC  ---
1052  ---  ---  CCC  ---  ---  ---  CCC  ---
1053  ---  ---  CCC  ---  ---  ---  CCC  ---
1206  ---  ---  -CC  ---  ---  ---  -CC  ---
1038  ---  ---  MMM  CCC  MMM  MMM  MMM  MMM
1042  ---  ---  ---  ---  MMM  MMM  ---  ---
1118  ---  ---  ---  ---  ---  ---  MMM  ---
1111  ---  ---  ---  ---  ---  ---  MMM  ---
1097  ---  ---  ---  CCC  ---  ---  CCC  ---
1098  ---  ---  ---  CCC  ---  ---  CCC  ---
1116  ---  ---  ---  CCC  ---  ---  ---  ---
1157  ---  CCC  ---  RMM  ---  ---  RMM  RMM
1158  ---  ---  ---  RCC  ---  ---  ---  ---
1194  ---  ---  ---  ---  ---  ---  RMM  ---
2104  ---  ---  ---  --C  ---  ---  --C  ---
2112  ---  ---  ---  ---  ---  ---  --C  ---
2113  ---  ---  ---  ---  ---  ---  --C  ---
1274  OOO  OOO  ---  ---  ---  ---  ---  ---
1275  OOO  OOO  ---  ---  ---  ---  ---  ---
1276  ---  ---  OOO  ---  ---  ---  ---  ---
1277  ---  ---  OOO  ---  ---  ---  ---  ---
1278  ---  ---  ---  ---  ---  ---  OOO  ---
1279  ---  ---  ---  ---  ---  ---  OOO  ---
1280  ---  ---  ---  OOO  ---  ---  ---  ---
1281  ---  ---  ---  OOO  ---  ---  ---  ---
1282  ---  ---  ---  ---  ---  ---  ---  OOO
1283  ---  ---  ---  ---  ---  ---  ---  OOO

1054  ---  ---  ---  ---  MMM  MMM  ---  ---
1173  ---  ---  ---  ---  ---  MMM  ---  ---
1174  ---  ---  ---  ---  ---  MMM  ---  ---
1008  ---  ---  ---  ---  CCO  CCO  ---  ---
1227  ---  ---  ---  ---  OO-  OO-  ---  ---
1228  ---  ---  ---  ---  OO-  OO-  ---  ---
1256  ---  ---  ---  ---  --O  --O  ---  ---
1059  ---  ---  ---  ---  MMM  RMM  ---  ---
1020  ---  ---  ---  ---  MMM  MMM  ---  ---
1031  ---  ---  ---  ---  MMO  MMO  ---  ---
1081  ---  ---  ---  ---  MMO  MMO  ---  ---
1215  ---  ---  ---  ---  MMO  MMO  ---  ---
1216  ---  ---  ---  ---  MMO  MMO  ---  ---
1217  ---  ---  ---  ---  MMO  MMO  ---  ---
1102  ---  ---  ---  ---  CCC  CCC  ---  ---
1103  ---  ---  ---  ---  CCC  CCC  ---  ---
1104  ---  ---  ---  ---  CCC  CCC  ---  ---
1105  ---  ---  ---  ---  CCC  CCC  ---  ---
1106  ---  ---  ---  ---  CCC  CCC  ---  ---
1107  ---  ---  ---  ---  CCC  CCC  ---  ---
1115  ---  ---  ---  ---  CCC  CCC  ---  ---
1125  ---  ---  ---  ---  --C  --C  ---  ---
1234  ---  ---  ---  ---  --O  --O  ---  ---
1075  ---  ---  ---  ---  CC-  CC-  ---  ---
1044  ---  ---  ---  ---  CC-  CC-  ---  ---
1073  ---  ---  ---  ---  CC-  CC-  ---  ---
1074  ---  ---  ---  ---  CC-  CC-  ---  ---
1026  ---  ---  ---  ---  CC-  CC-  ---  ---
1005  ---  ---  ---  ---  CC-  CC-  ---  ---
1016  ---  ---  ---  ---  CC-  CC-  ---  ---
1171  ---  ---  ---  ---  CC-  CC-  ---  ---
1192  ---  ---  ---  ---  OOO  OOO  ---  ---
1084  ---  ---  ---  ---  OOO  OOO  ---  ---
1261  ---  ---  ---  ---  --C  --C  ---  ---
1270  ---  ---  ---  ---  --C  --C  ---  ---
2107  ---  ---  ---  ---  --C  --C  ---  ---
"""

# What stands inside another requisite: tag, then cells of its children.
_NESTED = """
1059  1214 CMO  1212 RMO  1222 CCC  1223 CCC  1224 CCC  1226 CCC  1030 CCC
1059  1197 OO-  2108 --C  1162 CC-  1163 --C  2102 --C  2106 --C  1291 --C
1059  1079 MMM  1023 MMM  1043 MMM  1198 OOO  1200 OOO  1199 CCC
1059  1229 OCO  1230 OCO  1231 OCO  1260 --C  1191 OOO
1084  1085 MMM  1086 MMM
1115  1119 MMM
1119  1199 MMM  1120 MMM
1163  1300 --O  1301 --O  1302 --O  1303 --O  1304 --O  1305 --O  1306 --O  1307 --O  1308 --O  1309 --O
1163  1320 --O  1321 --O  1322 --O  1323 --O  1324 --O  1325 --O
1174  1177 OOO  1178 MMM  1179 CCC
1223  1075 OOO  1044 OOO  1073 OOO  1074 OOO  1026 OOO  1005 OOO  1016 OOO
1224  1171 OOO  1225 OOO
1234  1235 --M
1235  1082 --M  1236 --M  1237 --O  1238 --O
1256  1227 --O  1228 --O  1243 --O  1244 --O  1245 --O  1246 --O  1254 --O
1260  1262 --M  1263 --M  1264 --M  1265 --M
1261  1262 --M  1263 --M  1264 --M  1265 --M
1270  1271 --M  1272 --M  1273 --M
1291  1292 --M  1293 --M  1294 --M

1157  1134 MMM  1129 MMM  1130 MMM  1131 MMM  1132 MMM  1133 MMM
1194  1134 MMM  1129 MMM  1130 MMM  1131 MMM  1132 MMM  1133 MMM
1158  1144 MMM  1145 OOO  1146 OOO  1232 OOO  1233 OOO
1133  1144 MMM  1145 OOO  1146 OOO  1232 OOO  1233 OOO
1129  1135 MMM  1136 CCC  1138 CCC  1218 CCC  1219 CCC  1220 CCC  1201 CCC
1129  1139 CCC  1140 CCC  1141 CCC  1142 CCC  1143 CCC  1183 CCC
1145  1135 MMM  1148 C--  1149 C--  1136 C--  1138 C--  1218 C--  1219 C--  1220 C--  1201 C--
1145  1151 C--  1152 C--  1153 C--  1154 C--  1155 C--  1184 C--
"""
_SAME = {1130: 1129, 1131: 1129, 1132: 1129, 1146: 1145, 1232: 1145, 1233: 1145}

REPEATED = frozenset({1059, 1101, 1119, 1235, 1260, 1261, 1073, 1074, 1075, 1171})
"""Requisites that may stand several times in one place."""

# Bytes of a document's data by version. Source: spec/ffd.md, section 2.
LIMITS: Mapping[DocumentForm, tuple[int, int, int]] = {
    DocumentForm.REGISTRATION: (4096, 4096, 6144),
    DocumentForm.REREGISTRATION: (4096, 4096, 6144),
    DocumentForm.OPEN_SHIFT: (4096, 4096, 4096),
    DocumentForm.SETTLEMENT_STATE: (4096, 4096, 32768),
    DocumentForm.RECEIPT: (32768, 32768, 32768),
    DocumentForm.CORRECTION: (32768, 32768, 32768),
    DocumentForm.CLOSE_SHIFT: (4096, 4096, 4096),
    DocumentForm.CLOSE_STORAGE: (4096, 4096, 4096),
}

Cells = Mapping[int, str]  # tag -> its letter


def _documents() -> dict[tuple[DocumentForm, FfdVersion], Cells]:
    head, *lines = (line.split() for line in _DOCUMENTS.splitlines() if line)
    forms = [DocumentForm(int(code)) for code in head[1:]]
    return {
        (form, version): {int(tag): cells[column][letter] for tag, *cells in lines}
        for column, form in enumerate(forms)
        for letter, version in enumerate(VERSIONS)
    }


def _nested() -> dict[tuple[int, FfdVersion], Cells]:
    found: dict[tuple[int, FfdVersion], dict[int, str]] = {}
    for parent, *cells in (line.split() for line in _NESTED.splitlines() if line):
        for letter, version in enumerate(VERSIONS):
            place = found.setdefault((int(parent), version), {})
            place |= {int(tag): cell[letter] for tag, cell in zip(cells[::2], cells[1::2], strict=True)}
    return {**found, **{(tag, version): found[same, version] for tag, same in _SAME.items() for version in VERSIONS}}


DOCUMENTS: Mapping[tuple[DocumentForm, FfdVersion], Cells] = MappingProxyType(_documents())
NESTED: Mapping[tuple[int, FfdVersion], Cells] = MappingProxyType(_nested())
